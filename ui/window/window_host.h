// The program's window and what its workspaces share, from start to end.
#pragma once

#include <QObject>
#include <QTimer>

#include <functional>
#include <map>
#include <memory>

#include "ui/shell/app_context.h"
#include "ui/shell/workspace.h"

namespace leukolens::ui {

class MainWindow;

/// Makes both anew in another language when that setting changes: no widget has to know how to change its words. What was open is opened
/// again; the steps that could be undone are over, as after a start. A work that would be lost is waited for, and so is a dialog that is open.
/// GUI thread only.
class WindowHost : public QObject {
    Q_OBJECT
public:
    explicit WindowHost(AppSettings& settings, QObject* parent = nullptr);
    ~WindowHost() override;

    /// The first window, with geometry and workspace of the last time. prepare: called before it is shown.
    void open(const std::function<void(MainWindow&)>& prepare = {});
    AppContext& context() { return *m_context; }
    MainWindow& window() { return *m_window; }

Q_SIGNALS:
    void replaced();  ///< context() and window() are others

private:
    void onLanguageChosen();
    void tryToReplace();
    void replace();
    void make();

    AppSettings& m_settings;
    std::unique_ptr<AppContext> m_context;
    std::unique_ptr<MainWindow> m_window;
    QString m_language;
    QTimer m_waiting;  ///< runs while another language is wanted
    std::map<int, Workspace::Memory> m_memories;
    bool m_welcoming = false;  ///< the window that goes shows the page of the first start, not a workspace
    QString m_helpPlace;       ///< that its help showed; empty: closed
    bool m_told = false, m_closing = false;
};

}  // namespace leukolens::ui
