// The window: rail, workspaces, menus, status bar. It knows workspaces only by their base; app/window.cpp puts them in.
#pragma once

#include <QMainWindow>

#include <functional>
#include <map>
#include <set>
#include <string>

#include "ui/shell/workspace.h"

class QLabel;
class QStackedWidget;
class QVBoxLayout;

namespace leukolens::ui {

class AppContext;
class NavigationRail;
enum class SettingSection;

class MainWindow : public QMainWindow {
    Q_OBJECT
public:
    explicit MainWindow(AppContext& context, QWidget* parent = nullptr);
    ~MainWindow() override;  ///< stops and joins all workers before the workspaces go

    /// Takes ownership. number: of PRODUCT's table, also the shortcut Ctrl+number.
    void addWorkspace(int number, Workspace* workspace);
    Workspace* workspace(int number) const;  ///< null if there is none
    void showWorkspace(int number);
    int currentWorkspace() const;  ///< 0: a page that is none is shown

    /// A page that is none of the workspaces, e.g. the welcome; choosing a workspace leaves it. Takes ownership.
    void addPage(QWidget* page);
    void showPage(QWidget* page);
    QWidget* currentPage() const;
    /// Above all pages, for what goes on whichever is shown. Takes ownership.
    void addStrip(QWidget* strip);

    /// Asked on a worker with the Device setting; gives the words for the status bar ("CPU", a GPU's name).
    void setDeviceDescriber(std::function<std::string(const std::string& device)> describe);

    enum class Barrier { Closing, Locked };
    /// Central part and menus can be used while none is up; the status bar, with what stops jobs, unless it is locked.
    void setBarrier(Barrier barrier, bool up);

    /// Geometry and workspace of the last time.
    void restoreLastState();

    /// What is open in the workspaces, by their numbers, and the same opened again in the window that replaces this one.
    std::map<int, Workspace::Memory> remember() const;
    void recall(const std::map<int, Workspace::Memory>& memories);

Q_SIGNALS:
    void pageShown(QWidget* page);  ///< another one than before
    void leaving();                 ///< the person closed the window, and it will close

protected:
    void closeEvent(QCloseEvent* event) override;
    bool event(QEvent* event) override;

private:
    void createActions();
    void createLayout();
    void createStatusBar();
    void connectContext();
    void describeDevice();
    void applyTheme();
    void showSettings(SettingSection section = {});
    void showLog();
    void showProblemReport();
    void showAbout();
    void saveState();
    bool mayClose();
    void stayOpen();  ///< takes back a closing that waits for work to end

    AppContext& m_context;
    NavigationRail* m_rail = nullptr;
    QVBoxLayout* m_column = nullptr;  ///< strips, then the pages
    QStackedWidget* m_pages = nullptr;
    QMenu* m_viewMenu = nullptr;
    QLabel* m_device = nullptr;
    std::map<int, Workspace*> m_workspaces;
    std::function<std::string(const std::string&)> m_describeDevice;
    int m_lastWorkspace = 1;
    bool m_closing = false;
    std::set<Barrier> m_barriers;
    bool m_applyingTheme = false;
};

}  // namespace leukolens::ui
