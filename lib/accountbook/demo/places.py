"""The twenty countries: how companies are called there, when they close, what they pay in.

Roots of company names are put together from syllables, so that no real company is named knowingly;
city names are real places.
"""

from __future__ import annotations

from dataclasses import dataclass, field

TEAMS = ("South Europe", "North and East", "Asia", "Overseas")


@dataclass(frozen=True)
class Place:
    """A country as the made-up company sees it.

    Attributes
    ----------
    code, english, korean : ISO 3166-1 alpha-2 and the names that exports use.
    locale : faker's locale for people's names; `latin` the one for their mail addresses.
    team, currency, language : who sells there, in what, in which tongue.
    weight : relative number of accounts.
    closed : spells of summer or winter closure, as (month, day, days).
    year_ends : months in which fiscal years end there, commonest first.
    starts, ends, trades, forms : parts of a company's name.
    name : the pattern of the parts.
    surname_first, joined : how a person's name is written.
    """

    code: str
    english: str
    korean: str
    locale: str
    team: str
    currency: str
    language: str
    weight: float
    cities: tuple[str, ...]
    starts: tuple[str, ...]
    ends: tuple[str, ...]
    trades: tuple[str, ...]
    forms: tuple[str, ...]
    closed: tuple[tuple[int, int, int], ...] = ((12, 24, 10),)
    year_ends: tuple[int, ...] = (12, 12, 3, 6)
    name: str = "{root} {trade} {form}"
    surname_first: bool = False
    joined: bool = False
    weekend: tuple[int, ...] = field(default=(5, 6))


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_ROMANCE = _words("Lu Bren Vel Cor Tes Mar Ol Sobre Quin Alto Ner Pon Cel Aur Val Riva Dor Sal Mon Fer")
_ROMANCE_ENDS = _words("mora tavia marina vesta sandro queda briza mar tavela velle tréval andra élis cordia lantis")
_NORTH = _words("Nord Wes Alt Rü Kor Hag Lin Brack Harrow Glen Ste Mor Fal Tor Ek Sund Bal Wer Hol Kel")
_NORTH_ENDS = _words("helm singk merra bental vath lund brix water gate morna dorf wick berga stätt mark hausen")
_SOUTHWARD = ((8, 3, 21), (12, 24, 13))

PLACES: tuple[Place, ...] = (
    Place("IT", "Italy", "이탈리아", "it_IT", "South Europe", "EUR", "it", 6,
          _words("Bologna Modena Brescia Torino Padova"), _ROMANCE, _ROMANCE_ENDS,
          ("Distribuzione", "Tecnica", "Automazione", "Fluidi", "Industriale"), ("S.r.l.", "S.p.A."),
          closed=_SOUTHWARD, year_ends=(12, 12, 3, 6)),
    Place("ES", "Spain", "스페인", "es_ES", "South Europe", "EUR", "es", 4,
          _words("Bilbao Valencia Zaragoza Gijón"), _ROMANCE, _ROMANCE_ENDS,
          ("Componentes", "Hidráulica", "Industrial", "Suministros"), ("S.L.", "S.A."), closed=_SOUTHWARD),
    Place("PT", "Portugal", "포르투갈", "pt_PT", "South Europe", "EUR", "pt", 2,
          _words("Porto Braga Aveiro"), _ROMANCE, _ROMANCE_ENDS, ("Válvulas", "Soluções", "Fluidos"),
          ("Lda.", "S.A."), closed=_SOUTHWARD),
    Place("FR", "France", "프랑스", "fr_FR", "South Europe", "EUR", "fr", 4,
          _words("Lyon Nantes Lille Grenoble"), _ROMANCE, _ROMANCE_ENDS, ("Fluides", "Automation", "Industrie"),
          ("SAS", "SARL"), closed=((8, 5, 18), (12, 24, 9))),
    Place("GR", "Greece", "그리스", "el_GR", "South Europe", "EUR", "el", 2, ("Αθήνα", "Θεσσαλονίκη", "Πάτρα"),
          _words("Νυμ Θαλασ Υδρο Αστρ Κορα Μελι"), _words("φαία σινή μαρία έλα λίνη τέρα"),
          ("Τεχνική", "Βαλβίδες", "Εμπορική"), ("Α.Ε.", "Ε.Π.Ε."), closed=((8, 7, 17), (12, 24, 9))),
    Place("DE", "Germany", "독일", "de_DE", "North and East", "EUR", "de", 5,
          _words("Stuttgart Kassel Nürnberg Bielefeld"), _NORTH, _NORTH_ENDS,
          ("Fluidtechnik", "Steuerung", "Antriebe", "Handel"), ("GmbH", "KG", "AG"), closed=((12, 22, 14),)),
    Place("PL", "Poland", "폴란드", "pl_PL", "North and East", "EUR", "pl", 3, ("Poznań", "Wrocław", "Łódź"),
          _words("Wiel Zdro Brzo Kali Sten Jawo"), _words("moża jek zów nica ława rzyn"),
          ("Hydraulika", "Automatyka", "Armatura"), ("Sp. z o.o.", "S.A.")),
    Place("HU", "Hungary", "헝가리", "hu_HU", "North and East", "EUR", "hu", 2, ("Győr", "Szeged", "Miskolc"),
          _words("Szel Bár Tor Kék Fény Vár"), _words("vény dony nádi halmi vesi szög"),
          ("Technika", "Szelepgyár", "Automatika"), ("Kft.", "Zrt."), closed=((8, 8, 14), (12, 22, 14)),
          surname_first=True),
    Place("SE", "Sweden", "스웨덴", "sv_SE", "North and East", "EUR", "sv", 2, ("Göteborg", "Västerås", "Örebro"),
          _words("Åker Skov Björk Häll Älv Sjö"), _words("lund viken brunna sätter foss näs"),
          ("Industri", "Styrteknik", "Ventil"), ("AB",), closed=((7, 6, 26), (12, 23, 14))),
    Place("BG", "Bulgaria", "불가리아", "bg_BG", "North and East", "EUR", "bg", 1, ("Пловдив", "Варна", "Русе"),
          _words("Дуна Балка Рило Мари Струм"), _words("вент нис дол цата елин"),
          ("Хидравлика", "Арматура", "Техника"), ("ЕООД", "ООД"), closed=((8, 7, 12), (12, 24, 9))),
    Place("KZ", "Kazakhstan", "카자흐스탄", "ru_RU", "North and East", "USD", "ru", 2,
          ("Алматы", "Астана", "Караганда"), _words("Степ Ала Кара Сары Тенгри Жайык"),
          _words("маш техника гидро арна тобол мерей"), ("Снаб", "Арматура", "Гидравлика"), ("ТОО",),
          closed=((12, 31, 8),)),
    Place("GB", "United Kingdom", "영국", "en_GB", "North and East", "GBP", "en", 3,
          _words("Leeds Derby Swansea Coventry"), _NORTH, _words("water gate field stead ford wick combe ley"),
          ("Controls", "Fluid Power", "Supply"), ("Ltd.", "LLP"), year_ends=(3, 3, 12, 9)),
    Place("KR", "Korea", "대한민국", "ko_KR", "Asia", "KRW", "ko", 6, ("창원", "안산", "대구", "천안"),
          _words("가람 한들 새벽 누리 다온 미르 은하 솔빛 해찬 도담"), _words("누리 테크 정밀 유체 제어 마루"),
          ("밸브", "유공압", "시스템", "산업"), ("(주)", "주식회사"), closed=((7, 30, 9),),
          name="{root}{trade} {form}", surname_first=True, joined=True),
    Place("VN", "Vietnam", "베트남", "vi_VN", "Asia", "USD", "vi", 3, ("Hà Nội", "Hải Phòng", "Đà Nẵng"),
          _words("Sông Hà Núi Biển Trúc Đồng"), (" Vàm", " Lĩnh", " Thạnh", " Mây", " Quế", " Sương"),
          ("Kỹ Thuật", "Thiết Bị", "Tự Động"), ("JSC", "Co., Ltd."), closed=(), surname_first=True),
    Place("IN", "India", "인도", "en_IN", "Asia", "USD", "en", 4, _words("Pune Coimbatore Rajkot Nashik"),
          _words("Sahy Vindh Nar Kav Aruna Tej"), _words("atech yaro madal erion shakti asvik"),
          ("Engineering", "Hydraulics", "Controls"), ("Pvt. Ltd.",), closed=(), year_ends=(3, 3, 3, 12)),
    Place("ID", "Indonesia", "인도네시아", "id_ID", "Asia", "USD", "id", 2, _words("Surabaya Bandung Bekasi"),
          _words("Nusa Meran Cakra Bumi Tirta Sinar"), _words("parta tika wana jaga luhur mandala"),
          ("Teknik", "Hidrolik", "Kontrol"), ("Tbk.", "CV"), closed=()),
    Place("AE", "United Arab Emirates", "아랍에미리트", "ar_SA", "Overseas", "USD", "ar", 4, ("دبي", "الشارقة",
                                                                                        "أبوظبي"),
          _words("قصر دهو نجم واحة مرجان صقر"), (" الخليجين", " السواقي", " الروابي", " المضيق", " الرمال"),
          ("للتحكم", "للصمامات", "للتجارة"), ("ش.م.ح", "ذ.م.م"), closed=(), weekend=(5, 6)),
    Place("SA", "Saudi Arabia", "사우디아라비아", "ar_SA", "Overseas", "USD", "ar", 2, ("الدمام", "الرياض", "جدة"),
          _words("نجمة ديار سدرة روافد غيث"), (" التهامي", " الشروق", " الوديان", " المسار"),
          ("للصناعة", "للصمامات", "للمعدات"), ("ذ.م.م",), closed=(), weekend=(4, 5)),
    Place("US", "United States", "미국", "en_US", "Overseas", "USD", "en", 5,
          _words("Tulsa Toledo Houston Spokane"), _words("Iron Cedar Stone Elk North Silver Oak Blue"),
          _words("lake vault ridge brook haven crest mere spur"), ("Controls", "Supply", "Fluid Systems"),
          ("Inc.", "LLC")),
    Place("CL", "Chile", "칠레", "es_CL", "Overseas", "USD", "es", 2, ("Antofagasta", "Concepción", "Valparaíso"),
          _words("Ander Monta Pinal Ata Copi Lican"), _words("mira lén huara pual tayo cura"),
          ("Minería", "Equipos", "Válvulas"), ("S.A.", "SpA"), closed=((2, 2, 14), (12, 24, 9))),
)  # fmt: skip

BY_CODE = {place.code: place for place in PLACES}
"""The countries by ISO code."""
