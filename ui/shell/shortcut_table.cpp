// The table of shortcuts. Keys that have no modifier belong to the places that have the focus (cards, slides, pairs of pictures) and are not in it.
#include "ui/shell/shortcuts.h"

namespace leukolens::ui {
namespace {

QKeySequence standard(QKeySequence::StandardKey key) { return QKeySequence(key); }

std::vector<ShortcutSpec> makeTable() {
    using Id = ShortcutId;
    using Scope = ShortcutScope;
    return {
        {Id::OpenData, "open_data", Scope::Window, QKeySequence("Ctrl+D"), QT_TRANSLATE_NOOP("Shortcuts", "Open a data folder")},
        {Id::Models, "models", Scope::Window, QKeySequence("Ctrl+M"), QT_TRANSLATE_NOOP("Shortcuts", "Models")},
        {Id::Settings, "settings", Scope::Window, QKeySequence("Ctrl+,"), QT_TRANSLATE_NOOP("Shortcuts", "Settings")},
        {Id::Help, "help", Scope::Window, standard(QKeySequence::HelpContents), QT_TRANSLATE_NOOP("Shortcuts", "Help")},
        {Id::Quit, "quit", Scope::Window, QKeySequence("Ctrl+Q"), QT_TRANSLATE_NOOP("Shortcuts", "Quit")},
        {Id::Lock, "lock", Scope::Window, QKeySequence("Ctrl+L"), QT_TRANSLATE_NOOP("Shortcuts", "Lock the window")},
        {Id::Workspace1, "workspace_1", Scope::Window, QKeySequence("Ctrl+1"), QT_TRANSLATE_NOOP("Shortcuts", "Go to Classify")},
        {Id::Workspace2, "workspace_2", Scope::Window, QKeySequence("Ctrl+2"), QT_TRANSLATE_NOOP("Shortcuts", "Go to Slides")},
        {Id::Workspace3, "workspace_3", Scope::Window, QKeySequence("Ctrl+3"), QT_TRANSLATE_NOOP("Shortcuts", "Go to Data")},
        {Id::Workspace4, "workspace_4", Scope::Window, QKeySequence("Ctrl+4"), QT_TRANSLATE_NOOP("Shortcuts", "Go to Train")},
        {Id::Workspace5, "workspace_5", Scope::Window, QKeySequence("Ctrl+5"), QT_TRANSLATE_NOOP("Shortcuts", "Go to Evaluate")},
        {Id::Workspace6, "workspace_6", Scope::Window, QKeySequence("Ctrl+6"), QT_TRANSLATE_NOOP("Shortcuts", "Go to Cases")},
        {Id::Undo, "undo", Scope::Window, standard(QKeySequence::Undo), QT_TRANSLATE_NOOP("Shortcuts", "Undo")},
        {Id::Redo, "redo", Scope::Window, QKeySequence("Ctrl+Shift+Z"), QT_TRANSLATE_NOOP("Shortcuts", "Redo")},

        {Id::AddImages, "add_images", Scope::Classify, standard(QKeySequence::Open), QT_TRANSLATE_NOOP("Shortcuts", "Add images")},
        {Id::AddFolder, "add_folder", Scope::Classify, QKeySequence("Ctrl+Shift+O"), QT_TRANSLATE_NOOP("Shortcuts", "Add a folder of images")},
        {Id::Paste, "paste", Scope::Classify, standard(QKeySequence::Paste), QT_TRANSLATE_NOOP("Shortcuts", "Classify the picture in the clipboard")},
        {Id::CaseReport, "case_report", Scope::Classify, standard(QKeySequence::Print), QT_TRANSLATE_NOOP("Shortcuts", "Show the report")},
        {Id::PreviousCell, "previous_cell", Scope::Classify, QKeySequence("Ctrl+Left"), QT_TRANSLATE_NOOP("Shortcuts", "Previous cell of the bin")},
        {Id::NextCell, "next_cell", Scope::Classify, QKeySequence("Ctrl+Right"), QT_TRANSLATE_NOOP("Shortcuts", "Next cell of the bin")},
        {Id::SelectNone, "select_none", Scope::Classify, QKeySequence("Ctrl+Shift+A"), QT_TRANSLATE_NOOP("Shortcuts", "Select nothing")},
        {Id::InvertSelection, "invert_selection", Scope::Classify, QKeySequence("Ctrl+I"), QT_TRANSLATE_NOOP("Shortcuts", "Invert the selection in the bin")},
        {Id::RemoveCells, "remove_cells", Scope::Classify, standard(QKeySequence::Delete), QT_TRANSLATE_NOOP("Shortcuts", "Take the selected cells out of the case")},

        {Id::OpenSlides, "open_slides", Scope::Slides, standard(QKeySequence::Open), QT_TRANSLATE_NOOP("Shortcuts", "Open slides or photographs")},
        {Id::OpenSlideFolder, "open_slide_folder", Scope::Slides, QKeySequence("Ctrl+Shift+O"), QT_TRANSLATE_NOOP("Shortcuts", "Open a folder of slides")},
        {Id::CloseSlide, "close_slide", Scope::Slides, QKeySequence("Ctrl+W"), QT_TRANSLATE_NOOP("Shortcuts", "Take the shown slide from the list")},
        {Id::NextSlide, "next_slide", Scope::Slides, QKeySequence("Ctrl+PgDown"), QT_TRANSLATE_NOOP("Shortcuts", "Next slide")},
        {Id::PreviousSlide, "previous_slide", Scope::Slides, QKeySequence("Ctrl+PgUp"), QT_TRANSLATE_NOOP("Shortcuts", "Previous slide")},
        {Id::HandOver, "hand_over", Scope::Slides, QKeySequence("Ctrl+Return"), QT_TRANSLATE_NOOP("Shortcuts", "Classify the cells that were found or marked")},

        {Id::SaveFactsAndNext, "save_facts_and_next", Scope::Data, QKeySequence("Ctrl+Return"), QT_TRANSLATE_NOOP("Shortcuts", "Save a subject's facts and go on with the next")},

        {Id::StartTraining, "start_training", Scope::Train, QKeySequence("Ctrl+Return"), QT_TRANSLATE_NOOP("Shortcuts", "Start the training")},
        {Id::OpenRun, "open_run", Scope::Train, standard(QKeySequence::Open), QT_TRANSLATE_NOOP("Shortcuts", "Open a run")},
        {Id::ContinueRun, "continue_run", Scope::Train, QKeySequence("Ctrl+E"), QT_TRANSLATE_NOOP("Shortcuts", "Continue the run")},
        {Id::ExtendRun, "extend_run", Scope::Train, QKeySequence("Ctrl+Shift+E"), QT_TRANSLATE_NOOP("Shortcuts", "Extend the run")},
        {Id::PauseRun, "pause_run", Scope::Train, QKeySequence("Ctrl+P"), QT_TRANSLATE_NOOP("Shortcuts", "Pause or resume the training")},
        {Id::StopRun, "stop_run", Scope::Train, QKeySequence("Ctrl+."), QT_TRANSLATE_NOOP("Shortcuts", "Stop the training")},

        {Id::OpenEvaluation, "open_evaluation", Scope::Evaluate, standard(QKeySequence::Open), QT_TRANSLATE_NOOP("Shortcuts", "Open a run to evaluate")},

        {Id::FindCase, "find_case", Scope::Cases, standard(QKeySequence::Find), QT_TRANSLATE_NOOP("Shortcuts", "Search")},
        {Id::PatientReport, "patient_report", Scope::Cases, standard(QKeySequence::Print), QT_TRANSLATE_NOOP("Shortcuts", "Report of the chosen session")},
        {Id::RefreshCases, "refresh_cases", Scope::Cases, standard(QKeySequence::Refresh), QT_TRANSLATE_NOOP("Shortcuts", "Read the list anew")},

        {Id::RenameModel, "rename_model", Scope::ModelsList, QKeySequence("F2"), QT_TRANSLATE_NOOP("Shortcuts", "Rename the model")},
        {Id::RemoveModel, "remove_model", Scope::ModelsList, standard(QKeySequence::Delete), QT_TRANSLATE_NOOP("Shortcuts", "Remove the model")},

        {Id::ZoomInReport, "zoom_in_report", Scope::ReportPages, standard(QKeySequence::ZoomIn), QT_TRANSLATE_NOOP("Shortcuts", "Larger")},
        {Id::ZoomOutReport, "zoom_out_report", Scope::ReportPages, standard(QKeySequence::ZoomOut), QT_TRANSLATE_NOOP("Shortcuts", "Smaller")},
    };
}

}  // namespace

const std::vector<ShortcutSpec>& Shortcuts::table() {
    static const std::vector<ShortcutSpec> specs = makeTable();
    return specs;
}

}  // namespace leukolens::ui
