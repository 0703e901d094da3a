"""Every command of the program, declared once: menus, tool bar, palette, keys and keyboard help are made from it."""

from annotator.ui.agreeing.commands import AGREEING
from annotator.ui.command import CONTEXT, MENUS, Command, marked
from annotator.ui.commenting.commands import COMMENTING
from annotator.ui.desk import Desk
from annotator.ui.merging.commands import MERGING
from annotator.ui.progress.commands import PROGRESS
from annotator.ui.reviewing.commands import REVIEWING

__all__ = ["BY_ID", "COMMANDS", "CONTEXT", "MENUS", "Command"]

_t = marked
_A, _P, _I, _PI = Desk.can_annotate, Desk.has_project, Desk.is_idle, Desk.has_idle_project

COMMANDS: tuple[Command, ...] = (
    # File
    Command("file.new", _t("New project…"), lambda d: d.filing.new(), ("Ctrl+Shift+N",), "new", "File", _I),
    Command("file.open", _t("Open project…"), lambda d: d.filing.open(), ("Ctrl+O",), "open", "File", _I),
    Command("file.sample", _t("Open the sample project"), lambda d: d.filing.open_sample(), (), "book", "File", _I),
    Command(
        "file.import", _t("Import articles or a corpus…"), lambda d: d.filing.choose_imports(), ("Ctrl+I",), "import",
        "File", Desk.can_write, separated=True,
    ),
    Command(
        "file.paste", _t("Paste text as an article"), lambda d: d.filing.paste(), ("Ctrl+Shift+V",), "article", "File",
        Desk.can_write,
    ),
    Command(
        "file.extract", _t("Extract again…"), lambda d: d.extracting.start(), (), "history", "File", Desk.has_original,
        reason=_t("Only for an article whose file is kept in a project that can be written to"),
    ),
    Command(
        "file.merge", _t("Merge projects…"), lambda d: d.merging.choose(), ("Ctrl+M",), "merge", "File",
        Desk.can_write,
    ),
    Command("file.export", _t("Export corpus…"), lambda d: d.filing.export(), ("Ctrl+E",), "export", "File", _PI),
    Command(
        "file.backups", _t("Backups…"), lambda d: d.keeping.show_backups(), (), "history", "File", _I, separated=True,
    ),
    Command("file.salvage", _t("Salvage a damaged project…"), lambda d: d.keeping.salvage(), (), "", "File", _I),
    Command("file.copy", _t("Save a copy…"), lambda d: d.filing.save_copy(), ("Ctrl+Shift+S",), "", "File", _PI),
    Command(
        "file.print", _t("Print…"), lambda d: d.printing.print(), ("Ctrl+P",), "", "File", Desk.has_article,
        separated=True,
    ),
    Command("file.pdf", _t("Save as PDF…"), lambda d: d.printing.save_pdf(), (), "", "File", Desk.has_article),
    Command(
        "file.settings", _t("Settings…"), lambda d: d.window.show_settings(), ("Ctrl+,",), "settings", "File",
        separated=True,
    ),
    Command(
        "file.name", _t("Your name…"), lambda d: d.filing.change_name(), (), "person", "File"
    ),
    Command("file.close", _t("Close project"), lambda d: d.filing.close(), ("Ctrl+W",), "", "File", _PI),
    Command("file.quit", _t("Quit"), lambda d: d.window.close(), ("Ctrl+Q",), "", "File"),
    # Edit
    Command("edit.undo", _t("Undo"), lambda d: d.undoing.undo(), ("Ctrl+Z",), "undo", "Edit", Desk.can_write),
    Command(
        "edit.redo", _t("Redo"), lambda d: d.undoing.redo(), ("Ctrl+Y", "Ctrl+Shift+Z"), "redo", "Edit", Desk.can_write
    ),
    Command(
        "edit.copy", _t("Copy"), lambda d: d.view.copy(), ("Ctrl+C", "Ctrl+Ins"), "", "Edit",
        Desk.has_article, in_article=True, separated=True,
    ),
    Command(
        "edit.cite", _t("Copy with its source"), lambda d: d.view.copy_with_attribution(), ("Ctrl+Shift+C",), "",
        "Edit", Desk.has_article, in_article=True,
    ),
    Command(
        "edit.find", _t("Find…"), lambda d: d.finding.ask(), ("Ctrl+F",), "search", "Edit", Desk.has_article,
        separated=True,
    ),
    Command("edit.find_next", _t("Find next"), lambda d: d.finding.step(1), ("F3",), "", "Edit", Desk.has_article),
    Command(
        "edit.find_previous", _t("Find previous"), lambda d: d.finding.step(-1), ("Shift+F3",), "", "Edit",
        Desk.has_article,
    ),
    Command(
        "edit.word", _t("Select word"), lambda d: d.view.select_word(), ("W",), "", "Edit", Desk.has_article,
        in_article=True, separated=True,
    ),
    Command(
        "edit.sentence", _t("Select sentence"), lambda d: d.view.select_sentence(), ("S",), "", "Edit",
        Desk.has_article, in_article=True,
    ),
    Command(
        "edit.quotation", _t("Select quotation"), lambda d: d.view.select_quotation(), ("Q",), "", "Edit",
        Desk.has_article, in_article=True,
    ),
    Command(
        "edit.paragraph", _t("Select paragraph"), lambda d: d.view.select_paragraph(), ("P",), "", "Edit",
        Desk.has_article, in_article=True,
    ),
    # Annotate
    Command("tag.claim", _t("Claim"), lambda d: d.tagging.tag("claim"), ("1",), "tag", "Annotate", _A, in_article=True),
    Command(
        "tag.source", _t("Source"), lambda d: d.tagging.tag("source"), ("2",), "tag", "Annotate", _A, in_article=True
    ),
    Command("tag.quote", _t("Quote"), lambda d: d.tagging.tag("quote"), ("3",), "tag", "Annotate", _A, in_article=True),
    Command("tag.cue", _t("Cue"), lambda d: d.tagging.tag("cue"), ("4",), "cue", "Annotate", _A, in_article=True),
    Command(
        "tag.excluded", _t("Excluded from figures"), lambda d: d.tagging.tag("excluded"), ("0",), "", "Annotate", _A,
        in_article=True,
    ),
    Command(
        "link.source", _t("Link to a source"), lambda d: d.linking.link(), ("L",), "link", "Annotate", _A,
        in_article=True, separated=True,
    ),
    Command(
        "link.parent", _t("Put under a parent"), lambda d: d.linking.choose_parent(), ("H",), "chain", "Annotate",
        Desk.has_focus, in_article=True,
    ),
    Command(
        "link.free", _t("Take out of its chain"), lambda d: d.linking.leave_chain(), ("Shift+H",), "split", "Annotate",
        Desk.has_attribution, in_article=True,
    ),
    Command(
        "link.unspecified", _t("Source not named"), lambda d: d.linking.set_status("unspecified"), ("U",), "anon",
        "Annotate", Desk.has_content, in_article=True,
    ),
    Command(
        "link.author", _t("The article’s own voice"), lambda d: d.linking.set_status("author"), ("V",), "article",
        "Annotate", Desk.has_content, in_article=True,
    ),
    Command(
        "link.add", _t("Add to the attribution of…"), lambda d: d.linking.choose_attribution(), ("Shift+L",), "plus",
        "Annotate", Desk.has_focus, in_article=True,
    ),
    Command(
        "link.delete", _t("Delete attribution"), lambda d: d.linking.unlink(), ("Shift+Del",), "", "Annotate",
        Desk.has_attribution, in_article=True,
    ),
    Command(
        "source.entity", _t("Which source it is"), lambda d: d.sourcing.choose(), ("E",), "person", "Annotate",
        Desk.has_focus, in_article=True, separated=True,
    ),
    Command(
        "source.others", _t("Tag all other mentions…"), lambda d: d.sourcing.tag_others(), ("Shift+E",), "people",
        "Annotate", Desk.has_focus, in_article=True,
    ),
    Command(
        "tag.rate", _t("Rate"), lambda d: d.window.rate(), ("R",), "check", "Annotate", Desk.has_rateable,
        in_article=True, mode="annotate",
    ),
    Command(
        "tag.note", _t("Note"), lambda d: d.window.edit_note(), ("M",), "note", "Annotate", Desk.has_focus,
        in_article=True,
    ),
    Command(
        "tag.discuss", _t("Mark for discussion"), lambda d: d.tagging.toggle_discuss(), ("D",), "discuss", "Annotate",
        Desk.has_focus, in_article=True,
    ),
    Command(
        "tag.delete", _t("Delete annotation"), lambda d: d.tagging.delete(), ("Del", "Backspace"), "delete", "Annotate",
        Desk.has_focus, in_article=True,
    ),
    Command(
        "span.begin_out", _t("Begin one word earlier"), lambda d: d.tagging.move_edge(begin=-1), ("[",), "boundary",
        "Annotate", Desk.has_focus, in_article=True, separated=True,
    ),
    Command(
        "span.begin_in", _t("Begin one word later"), lambda d: d.tagging.move_edge(begin=1), ("{", "Shift+["), "",
        "Annotate", Desk.has_focus, in_article=True,
    ),
    Command(
        "span.end_out", _t("End one word later"), lambda d: d.tagging.move_edge(end=1), ("]",), "", "Annotate",
        Desk.has_focus, in_article=True,
    ),
    Command(
        "span.end_in", _t("End one word earlier"), lambda d: d.tagging.move_edge(end=-1), ("}", "Shift+]"), "",
        "Annotate", Desk.has_focus, in_article=True,
    ),
    Command(
        "span.begin_out_character", _t("Begin one character earlier"),
        lambda d: d.tagging.move_edge_by_character(begin=-1), ("Alt+[",), "", "Annotate", Desk.has_focus,
        in_article=True,
    ),
    Command(
        "span.begin_in_character", _t("Begin one character later"),
        lambda d: d.tagging.move_edge_by_character(begin=1), ("Alt+{", "Alt+Shift+["), "", "Annotate", Desk.has_focus,
        in_article=True,
    ),
    Command(
        "span.end_out_character", _t("End one character later"), lambda d: d.tagging.move_edge_by_character(end=1),
        ("Alt+]",), "", "Annotate", Desk.has_focus, in_article=True,
    ),
    Command(
        "span.end_in_character", _t("End one character earlier"), lambda d: d.tagging.move_edge_by_character(end=-1),
        ("Alt+}", "Alt+Shift+]"), "", "Annotate", Desk.has_focus, in_article=True,
    ),
    Command(
        "span.add", _t("Add the selection as a part"), lambda d: d.tagging.add_part(), ("Shift+A",), "", "Annotate",
        Desk.has_focus, in_article=True, mode="annotate",
    ),
    Command(
        "document.finish", _t("Mark finished"), lambda d: d.tagging.toggle_finished(), ("F",), "finish", "Annotate", _A,
        in_article=True, checked=lambda d: d.tagging.finished(), separated=True, mode="annotate",
    ),
    *REVIEWING,
    *COMMENTING,
    *PROGRESS,
    *MERGING,
    *AGREEING,
    # Go
    Command(
        "go.next", _t("Next annotation"), lambda d: d.view.focus_next(), ("Tab",), "down", "Go", Desk.has_article,
        in_article=True,
    ),
    Command(
        "go.previous", _t("Previous annotation"), lambda d: d.view.focus_previous(), ("Shift+Tab", "Backtab"), "up",
        "Go", Desk.has_article, in_article=True,
    ),
    Command(
        "go.annotation", _t("Go to annotation…"), lambda d: d.window.find_annotation(), ("Ctrl+G",), "tag", "Go",
        Desk.has_article,
    ),
    Command(
        "go.next_document", _t("Next document"), lambda d: d.window.documents.step(1), ("Ctrl+PgDown",), "next", "Go",
        Desk.has_article, separated=True,
    ),
    Command(
        "go.previous_document", _t("Previous document"), lambda d: d.window.documents.step(-1), ("Ctrl+PgUp",), "prev",
        "Go", Desk.has_article,
    ),
    Command(
        "go.palette", _t("Search or run a command"), lambda d: d.window.open_palette(), ("Ctrl+Shift+P", "Ctrl+K"),
        "search", "Go", separated=True,
    ),
    Command("go.next_panel", _t("Next panel"), lambda d: d.docks.step(1), ("F6",), "", "Go"),
    Command("go.previous_panel", _t("Previous panel"), lambda d: d.docks.step(-1), ("Shift+F6",), "", "Go"),
    # View
    Command(
        "view.annotate", _t("Annotate"), lambda d: d.modes.enter("annotate"), (), "tag", "View", _P,
        checked=lambda d: d.modes.shows("annotate"),
    ),
    Command(
        "view.review", _t("Review"), lambda d: d.modes.toggle("review"), ("Ctrl+R",), "compare", "View", _P,
        checked=lambda d: d.modes.shows("review"),
    ),
    Command(
        "view.documents", _t("Documents panel"), lambda d: d.docks.toggle("documents"), ("Ctrl+1",),
        "panel-left", "View", _P, checked=lambda d: d.docks.shows("documents"), separated=True,
    ),
    Command(
        "view.inspector", _t("Inspector"), lambda d: d.docks.toggle("inspector"), ("Ctrl+2",), "panel-right",
        "View", _P, checked=lambda d: d.docks.shows("inspector"),
    ),
    Command(
        "view.history", _t("History panel"), lambda d: d.docks.toggle("history"), ("Ctrl+3",), "panel-bottom",
        "View", _P, checked=lambda d: d.docks.shows("history"),
    ),
    Command(
        "view.sources", _t("Sources"), lambda d: d.pages.toggle("sources"), ("Ctrl+4",), "people", "View", _P,
        checked=lambda d: d.pages.shows("sources"),
    ),
    Command(
        "view.report", _t("Report"), lambda d: d.pages.toggle("report"), ("Ctrl+8",), "note", "View", _P,
        checked=lambda d: d.pages.shows("report"),
    ),
    Command(
        "view.chains", _t("Chains panel"), lambda d: d.docks.enter("chains"), ("Ctrl+5",), "chain", "View", _P,
        checked=lambda d: d.docks.shows("chains"),
    ),
    Command(
        "view.checks", _t("Checks panel"), lambda d: d.docks.enter("checks"), ("Ctrl+6",), "warning", "View", _P,
        checked=lambda d: d.docks.shows("checks"),
    ),
    Command(
        "view.annotations", _t("Annotations panel"), lambda d: d.docks.toggle("annotations"), ("Ctrl+7",),
        "panel-bottom", "View", _P, checked=lambda d: d.docks.shows("annotations"),
    ),
    Command(
        "view.layers", _t("Colleagues’ tags"), lambda d: d.layering.toggle(), ("Ctrl+L",), "layers", "View",
        Desk.has_article, checked=lambda d: d.layering.shows_all(),
    ),
    Command(
        "view.next_layer", _t("Next annotator in colour"), lambda d: d.layering.read_next(), ("Ctrl+Shift+L",), "",
        "View", Desk.has_article,
    ),
    Command(
        "view.layers_panel", _t("Layers panel"), lambda d: d.docks.enter("layers"), ("F7",), "layers", "View", _P,
        checked=lambda d: d.docks.shows("layers"),
    ),
    Command(
        "view.differences", _t("Differences panel"), lambda d: d.docks.enter("differences"), ("F8",), "compare", "View",
        _P, checked=lambda d: d.docks.shows("differences"),
    ),
    Command(
        "view.compare", _t("Compare panel"), lambda d: d.docks.enter("compare"), ("F9",), "panel-right", "View", _P,
        checked=lambda d: d.docks.shows("compare"),
    ),
    Command(
        "view.cards", _t("Cards beside the text"), lambda d: d.appearance.toggle_cards(), ("Ctrl+Shift+D",), "", "View",
        Desk.has_article, checked=lambda d: d.view.with_cards(), separated=True,
    ),
    Command(
        "view.numbers", _t("Paragraph numbers"), lambda d: d.appearance.toggle_numbers(), ("Ctrl+Shift+G",), "", "View",
        Desk.has_article, checked=lambda d: d.view.with_numbers(),
    ),
    Command(
        "view.zoom_in", _t("Larger"), lambda d: d.view.zoom_in(), ("Ctrl++", "Ctrl+="), "", "View", Desk.has_article,
        separated=True,
    ),
    Command("view.zoom_out", _t("Smaller"), lambda d: d.view.zoom_out(), ("Ctrl+-",), "", "View", Desk.has_article),
    Command("view.zoom", _t("Usual size"), lambda d: d.view.zoom_reset(), ("Ctrl+0",), "", "View", Desk.has_article),
    Command(
        "view.system", _t("Light or dark as the system"), lambda d: d.appearance.set_theme("system"), (), "", "View",
        checked=lambda d: d.settings.theme == "system", separated=True,
    ),
    Command(
        "view.light", _t("Light"), lambda d: d.appearance.set_theme("light"), (), "", "View",
        checked=lambda d: d.settings.theme == "light",
    ),
    Command(
        "view.dark", _t("Dark"), lambda d: d.appearance.set_theme("dark"), (), "", "View",
        checked=lambda d: d.settings.theme == "dark",
    ),
    # Help
    Command("help.keys", _t("Keyboard"), lambda d: d.window.show_keys(), ("F1",), "keyboard", "Help"),
    Command(
        "help.agreement", _t("Agreement: methods and literature"), lambda d: d.window.show_methods(), (), "book",
        "Help",
    ),
    Command("help.about", _t("About Annotator"), lambda d: d.window.show_about(), (), "info", "Help"),
)  # fmt: skip

BY_ID = {command.id: command for command in COMMANDS}
