"""What the exports of well-known systems look like: one TOML file per system, read by `accountbook.ingest.systems`.

Each file says in its head which facts were looked up where, and which come from use only. An ``[[object]]`` is one
kind of export:

``name``     what the system calls it
``table``    our table; empty for a file that others look things up in
``files``    how the system names the file, where it does
``signs``    lists of headers: one of each list must be there for a file to be taken for this object
``columns``  our column = its headers, the best first; letter case, spaces and marks don't count
``join``     our column = the headers whose texts make it up, the given name first
``derive``, ``kinds``, ``where``, ``unless``, ``strip_zeros``, ``first_of``   see docs/mapping.md; ``where`` lists the
             words of rows to keep or drop
``grouped``  its lists group thousands: a mark for them is declared though no number of the file is that large
``values``   our column = {its word = ours}; "*" stands for every word that is not listed, "" for empty
``heads``    for lines: which objects hold their headers, and by which of the lines' own headers they are found
``gives``    for headers: the key and the columns that lines take from them
"""
