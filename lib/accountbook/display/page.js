"use strict";
(function () {
  const key = (cell) => {
    const raw = cell.dataset.k;
    return raw === "" || raw === undefined ? null : isNaN(raw) ? raw : Number(raw);
  };
  const order = (a, b, down) => {
    if (a === null || b === null) return (a === null) - (b === null);
    const by = typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b));
    return down ? -by : by;
  };
  const arrange = (body, rows) => {
    const all = document.createDocumentFragment();
    rows.forEach((row) => all.appendChild(row));
    body.appendChild(all);
  };

  document.querySelectorAll("th[data-sort]").forEach((head) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const body = head.closest("table").tBodies[0];
      const down = head.getAttribute("aria-sort") === "ascending" ||
        (head.dataset.sort === "down" && !head.hasAttribute("aria-sort"));
      head.parentNode.querySelectorAll("th").forEach((th) => th.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const rows = Array.from(body.rows).filter((row) => !row.classList.contains("total"));
      const total = Array.from(body.rows).filter((row) => row.classList.contains("total"));
      const keyed = rows.map((row, at) => [key(row.cells[head.cellIndex]), at, row]);
      keyed.sort((a, b) => order(a[0], b[0], down) || a[1] - b[1]);
      arrange(body, keyed.map((one) => one[2]).concat(total));
    });
  });

  const index = document.getElementById("accounts");
  const controls = document.getElementById("controls");
  if (!index || !controls) return;
  const body = index.tBodies[0];
  const rows = Array.from(body.rows).map((row, at) => ({
    row, at, failed: row.classList.contains("failed"), text: row.dataset.text, team: row.dataset.team,
    flags: row.dataset.flags.split(" "),
  }));
  const search = document.getElementById("search"), team = document.getElementById("team");
  const show = document.getElementById("show"), sort = document.getElementById("sort");
  const count = document.getElementById("count");
  const plain = (text) => text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "");
  const filter = () => {
    const words = plain(search.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    rows.forEach((one) => {
      const fits = words.every((word) => one.text.includes(word)) &&
        (!team.value || one.team === team.value) && (!show.value || one.flags.includes(show.value));
      one.row.hidden = !fits;
      shown += fits;
    });
    count.textContent = count.dataset[shown === 1 ? "one" : "many"].replace("{n}", shown.toLocaleString(document.documentElement.lang));
  };
  const arrangeBy = () => {
    const [name, way] = sort.value.split(" ");
    const keyed = rows.map((one) => {
      const raw = name ? one.row.dataset[name] : "";
      return { one, value: raw === "" || raw === undefined ? null : isNaN(raw) ? raw : Number(raw) };
    });
    keyed.sort((a, b) => b.one.failed - a.one.failed ||
      (name ? order(a.value, b.value, way === "down") : 0) || a.one.at - b.one.at);
    arrange(body, keyed.map((item) => item.one.row));
  };
  search.addEventListener("input", filter);
  team.addEventListener("change", filter);
  show.addEventListener("change", filter);
  sort.addEventListener("change", arrangeBy);
  controls.hidden = false;
  filter();
  arrangeBy();
})();
