//! The words themselves, as data: folded as [`vocabulary`](super::vocabulary) folds them.
//!
//! The lists are set by hand, several words a line; rustfmt would give each a line of its own.

/// “Top of the page”.
#[rustfmt::skip]
pub const TOP: &[&str] = &[
    "top", "to top", "to the top", "top of page", "top of the page", "top of this page",
    "page top", "back to top", "back to the top", "back to top of page",
    "back to the top of the page", "go to top", "go to the top", "return to top",
    "return to the top", "up to top", "begin of page", "beginning of page", "start of page",
    "anfang", "anfang der seite", "seitenanfang", "zum seitenanfang", "zum anfang",
    "nach oben", "zurück nach oben", "zum anfang der seite", "an den anfang",
    "an den seitenanfang", "oben", "haut", "haut de page", "haut de la page", "début de page",
    "début de la page", "retour en haut", "retour en haut de page",
    "retour en haut de la page", "retour haut de page", "arriba", "volver arriba",
    "ir arriba", "subir", "inicio de página", "inicio de la página", "principio de la página",
    "volver al inicio", "al inicio de la página", "topo", "topo da página", "voltar ao topo",
    "início da página", "inicio da página", "para o topo", "subir ao topo", "inizio pagina",
    "inizio della pagina", "torna su", "torna all'inizio", "in alto", "all'inizio", "boven",
    "naar boven", "terug naar boven", "begin van de pagina", "bovenaan", "upp", "till toppen",
    "till sidans topp", "till sidans början", "sidans början", "upp igen", "toppen",
    "til toppen", "til top", "op", "opp", "til sidens top", "sidens top", "ylös",
    "sivun alkuun", "takaisin ylös", "alkuun", "наверх", "вверх", "к началу", "в начало",
    "в начало страницы", "к началу страницы", "начало страницы", "нагору", "вгору",
    "на початок", "на початок сторінки", "na górę", "do góry", "na początek",
    "na początek strony", "początek strony", "nahoru", "na začátek", "hore", "na vrh",
    "na vrh strane", "na vrh stranice", "gore", "sayfa başı", "sayfanın başı", "başa dön",
    "yukarı", "en üste", "αρχή", "αρχή σελίδας", "αρχή της σελίδας", "πάνω",
    "επιστροφή στην αρχή", "lap teteje", "a lap tetejére", "vissza a lap tetejére", "sus",
    "înapoi sus", "inici de la pàgina", "a dalt", "üles", "lehe algusesse", "ページトップ",
    "ページの先頭", "ページの先頭へ", "上へ", "页首", "頁首", "回到页首", "返回顶部", "返回页首", "回页首", "맨 위로",
];

/// Words of buttons that turn the page.
#[rustfmt::skip]
pub const TURN: &[&str] = &[
    "next", "previous", "prev", "preceding", "continue", "continued", "continuation", "last",
    "forward", "weiter", "nächste", "nächster", "nächstes", "vorige", "voriger", "voriges",
    "vorherige", "vorheriger", "vorheriges", "zurück", "suivant", "suivante", "suite",
    "précédent", "précédente", "siguiente", "anterior", "sigue", "próximo", "próxima",
    "seguinte", "seguente", "successivo", "successiva", "precedente", "avanti", "indietro",
    "volgende", "vorig", "verder", "nästa", "föregående", "fortsättning", "næste", "neste",
    "forrige", "seuraava", "edellinen", "далее", "дальше", "следующая", "следующий",
    "следующее", "вперед", "вперёд", "назад", "предыдущая", "предыдущий", "наступна",
    "попередня", "dalej", "następny", "następna", "następne", "poprzedni", "poprzednia",
    "další", "předchozí", "sljedeće", "prethodno", "sonraki", "önceki", "επόμενο", "επόμενη",
    "προηγούμενο", "προηγούμενη", "következő", "előző", "următor", "următoarea", "järgmine",
    "eelmine", "下一页", "下一章", "上一页", "上一章", "次へ", "前へ", "다음", "이전",
];

/// “Contents”.
#[rustfmt::skip]
pub const CONTENTS: &[&str] = &[
    "contents", "content", "contents page", "table of contents", "back to contents", "index",
    "the index", "index page", "main index", "toc", "inhalt", "inhaltsverzeichnis",
    "zum inhalt", "inhaltsübersicht", "übersicht", "sommaire", "table des matières", "table",
    "índice", "indice", "tabla de contenidos", "contenido", "sumário", "conteúdo", "sommario",
    "inhoud", "inhoudsopgave", "innehåll", "innehållsförteckning", "indhold",
    "indholdsfortegnelse", "innhold", "innholdsfortegnelse", "sisällys", "sisällysluettelo",
    "оглавление", "содержание", "зміст", "spis treści", "obsah", "sadržaj", "içindekiler",
    "περιεχόμενα", "tartalom", "tartalomjegyzék", "cuprins", "contingut", "índex", "indeks",
    "sisukord", "目录", "目次", "차례",
];

/// Words of which the name of an archive or an index has one.
#[rustfmt::skip]
pub const ARCHIVE: &[&str] = &[
    "archive", "archives", "subarchive", "archiv", "archivo", "arquivo", "archivio",
    "archief", "arkiv", "arkivet", "arkisto", "архив", "архів", "archiwum", "arhiv", "arhiva",
    "arşiv", "arşivi", "αρχείο", "arxiu", "arhiiv", "archívum", "index", "indeks", "índice",
    "indice", "library", "biblioteca", "bibliothek", "bibliothèque", "bibliotheek",
    "bibliotek", "библиотека", "mia", "etol", "mlwerke", "mlwerken", "home", "homepage",
    "startseite", "hauptverzeichnis", "übersicht", "inhaltsverzeichnis", "page",
    "encyclopedia", "works", "writers", "volume", "marxists", "oeuvres",
    "œuvres", "obras", "werke", "opere", "verk", "сочинения",
];

/// “Back to …”.
#[rustfmt::skip]
pub const BACK_TO: &[&str] = &[
    "back to", "return to", "go to", "go back to", "up to", "zurück zu", "zurück zum",
    "zurück zur", "zurück zu den", "retour à", "retour au", "retour aux", "retour vers",
    "volver a", "volver al", "regresar a", "regresar al", "voltar", "torna a", "torna al",
    "torna alla", "torna all'indice", "ritorna", "terug naar", "tillbaka till", "tilbage til",
    "tilbake til", "takaisin", "вернуться", "назад к", "повернутися", "powrót do", "wróć do",
    "zpět na", "späť na", "natrag na", "nazad na", "vissza", "înapoi la", "tagasi",
    "tornar a", "επιστροφή",
];

/// “Back”, alone.
#[rustfmt::skip]
pub const BACK: &[&str] = &[
    "return", "back", "zurück", "retour", "volver", "voltar", "torna", "indietro", "terug",
    "tillbaka", "tilbage", "tilbake", "takaisin", "назад", "вернуться", "powrót", "zpět",
    "geri", "επιστροφή", "vissza", "înapoi", "tagasi",
];

/// Parts of works.
#[rustfmt::skip]
pub const PART: &[&str] = &[
    "chapter", "part", "section", "lecture", "letter", "preface", "foreword", "introduction",
    "appendix", "conclusion", "afterword", "epilogue", "notes", "footnotes", "book", "volume",
    "kapitel", "teil", "abschnitt", "vorwort", "vorrede", "einleitung", "anhang", "nachwort",
    "chapitre", "partie", "préface", "capítulo", "parte", "prólogo", "prefacio", "prefácio",
    "capitolo", "prefazione", "introduzione", "hoofdstuk", "deel", "voorwoord", "inleiding",
    "глава", "часть", "предисловие", "введение", "розділ", "rozdział", "kapitola", "bölüm",
    "κεφάλαιο", "fejezet", "capitolul", "förord",
];

/// “Last updated”.
#[rustfmt::skip]
pub const UPDATED: &[&str] = &[
    "last updated", "last updated on", "last update", "last update on", "last updated by",
    "page last updated", "page last updated on", "page updated", "this page last updated",
    "this page was last updated", "this page was last updated on", "html last updated",
    "html last updated on", "html updated on", "text last updated", "updated", "updated on",
    "last modified", "last modified on", "page last modified", "last changed", "last change",
    "last revised", "last revised on", "last edited", "last corrected", "date last updated",
    "letzte änderung", "letzte aktualisierung", "zuletzt aktualisiert",
    "zuletzt aktualisiert am", "zuletzt geändert", "zuletzt geändert am",
    "zuletzt bearbeitet", "letztes update", "aktualisiert am", "letzte bearbeitung", "stand",
    "dernière mise à jour", "dernière modification", "mise à jour", "mis à jour le",
    "dernière mise a jour", "última actualización", "ultima actualización",
    "ultima actualizacion", "última modificación", "actualizado", "actualizado el",
    "última atualização", "última alteração", "última modificação", "atualizado em",
    "inclusão", "incluido", "incluído", "ultima modifica", "ultimo aggiornamento",
    "ultima revisione", "aggiornato", "laatst bijgewerkt", "laatst bijgewerkt op",
    "laatste wijziging", "laatst gewijzigd", "laatste update", "senast uppdaterad",
    "senast ändrad", "uppdaterad", "sist uppdaterad", "sidst opdateret", "sidst ændret",
    "opdateret", "sist oppdatert", "sist endret", "oppdatert", "päivitetty",
    "viimeksi päivitetty", "viimeksi muutettu", "последнее обновление", "последнее изменение",
    "обновлено", "дата обновления", "останнє оновлення", "оновлено", "ostatnia aktualizacja",
    "ostatnio aktualizowano", "zaktualizowano", "poslední aktualizace", "aktualizováno",
    "posledná aktualizácia", "zadnje ažuriranje", "zadnja promjena", "poslednje ažuriranje",
    "poslednja izmena", "zadnja sprememba", "son güncelleme", "son güncelleme tarihi",
    "τελευταία ενημέρωση", "utolsó frissítés", "utolsó módosítás", "frissítve",
    "ultima actualizare", "darrera actualització", "viimati uuendatud", "viimane uuendus",
    "síðast uppfært", "最后更新", "最后修改", "最終更新", "更新", "마지막 업데이트",
];

/// Words that offer a file.
#[rustfmt::skip]
pub const DOWNLOAD: &[&str] = &[
    "download", "downloads", "pdf", "epub", "mobi", "zip", "azw", "prc", "kindle",
    "herunterladen", "télécharger", "descargar", "baixar", "scaricare", "macintosh",
    "windows", "printable",
];

/// Words that ask to write.
#[rustfmt::skip]
pub const CONTACT: &[&str] = &[
    "write", "mail", "email", "contact", "webmaster", "feedback", "comments", "kontakt",
    "contacto", "contato", "contatto", "guestbook", "volunteer", "donate",
];

/// Words that may stand between links.
#[rustfmt::skip]
pub const FILLER: &[&str] = &[
    "and", "or", "und", "et", "y", "e", "to", "the", "this", "of", "page", "up", "go", "see",
    "for", "part", "parts", "chapter", "volume", "vol", "k", "kb", "mia", "here", "click",
];

/// “Further reading”.
#[rustfmt::skip]
pub const RELATED: &[&str] = &[
    "further reading", "see also", "related links", "related", "related works",
    "related reading", "external links", "links", "see", "siehe auch", "weiterführende links",
    "voir aussi", "véase también", "ver también", "ver também", "vedi anche", "zie ook",
    "se även", "se også", "см также",
];
