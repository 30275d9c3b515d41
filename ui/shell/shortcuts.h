// The shortcuts that a person may change: one typed table, and the object that keeps actions, keys and tooltips of an open window in step with it.
#pragma once

#include <QKeySequence>
#include <QObject>
#include <QString>

#include <functional>
#include <vector>

#include "ui/shell/app_settings.h"

class QAbstractButton;
class QAction;
class QShortcut;
class QWidget;

namespace leukolens::ui {

enum class ShortcutId {
    OpenData, Models, Settings, Help, Quit, Lock, Workspace1, Workspace2, Workspace3, Workspace4, Workspace5, Workspace6, Undo, Redo,
    AddImages, AddFolder, Paste, CaseReport, PreviousCell, NextCell, SelectNone, InvertSelection, RemoveCells,
    OpenSlides, OpenSlideFolder, CloseSlide, NextSlide, PreviousSlide, HandOver,
    SaveFactsAndNext,
    StartTraining, OpenRun, ContinueRun, ExtendRun, PauseRun, StopRun,
    OpenEvaluation,
    FindCase, PatientReport, RefreshCases,
    RenameModel, RemoveModel,
    ZoomInReport, ZoomOutReport,
};

/// Where a shortcut works. What works in the whole window is active together with each of its workspaces; two workspaces never are, and the others are windows of their own.
enum class ShortcutScope { Window, Classify, Slides, Data, Train, Evaluate, Cases, ModelsList, ReportPages };

struct ShortcutSpec {
    ShortcutId id;
    const char* name;  ///< in files
    ShortcutScope scope;
    QKeySequence defaultKeys;
    const char* label;  ///< source text, translated in context "Shortcuts"
};

/// Of the workspace with this number, 1 to 6.
ShortcutId workspaceShortcut(int number);

/// GUI thread only. One lives with the window's AppContext; what is bound before any lives keeps its default keys.
class Shortcuts : public QObject {
    Q_OBJECT
public:
    explicit Shortcuts(AppSettings& settings, QObject* parent = nullptr);
    ~Shortcuts() override;

    static const std::vector<ShortcutSpec>& table();
    static const ShortcutSpec& spec(ShortcutId id);
    static const ShortcutSpec* specNamed(const QString& name);  ///< null: none
    static QString label(ShortcutId id);                        ///< translated
    static QString title(ShortcutScope scope);                  ///< translated

    /// Set now, by whichever object lives; empty: none.
    static QKeySequence keys(ShortcutId id);
    static QString keysText(ShortcutId id);  ///< as the keyboard says it; empty: none

    /// What keeps `keys` from being those of `id` beside what `others` says of every other one; translated, empty where nothing does.
    static QString problemWith(ShortcutId id, const QKeySequence& keys, const std::function<QKeySequence(ShortcutId)>& others = &Shortcuts::keys);

    /// Nothing where problemWith() says something.
    static void set(AppSettings& settings, ShortcutId id, const QKeySequence& keys);
    /// As they stand in the settings, whichever object lives.
    static QKeySequence keysIn(const AppSettings& settings, ShortcutId id);

    /// From now on, and whenever it is changed.
    static void bind(QAction* action, ShortcutId id);
    static void bind(QShortcut* shortcut, ShortcutId id);
    static void bind(QAbstractButton* button, ShortcutId id);
    /// The tooltip says what the widget does, with the keys behind it.
    static void describe(QWidget* widget, ShortcutId id, const QString& help);
    static void describe(QAction* action, ShortcutId id, const QString& help);
    /// Calls `show` now and whenever the keys of `id` change, for as long as `receiver` lives.
    static void follow(QObject* receiver, ShortcutId id, std::function<void()> show);
    /// "HELP (Ctrl+O)"; HELP alone without keys.
    static QString withKeys(const QString& help, ShortcutId id);

Q_SIGNALS:
    void changed(leukolens::ui::ShortcutId id);

private:
    void read();

    AppSettings& m_settings;
    std::vector<QKeySequence> m_keys;  ///< in the table's order
};

}  // namespace leukolens::ui
