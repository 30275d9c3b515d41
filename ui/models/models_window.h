// The Models window: the list, and the question before a file is added. Not modal: it may stay open beside the work.
#pragma once

#include <QStringList>
#include <QWidget>

#include <filesystem>

#include "core/inference/model_library.h"

class QStackedWidget;

namespace leukolens::ui {

class AddModelPage;
class AppContext;
class MessageBar;
class ModelsPanel;

/// Shown when the context asks for it (modelsRequested, addModelsRequested). A file is only looked at until a button says
/// more.
class ModelsWindow : public QWidget {
    Q_OBJECT
public:
    /// parent: the main window, over which it opens.
    explicit ModelsWindow(AppContext& context, QWidget* parent = nullptr);
    ~ModelsWindow() override;

    /// To the front, with the list read anew.
    void present();
    /// Looks at the files one after another and asks about each; what cannot be added is said.
    void ask(const QStringList& files);

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void closeEvent(QCloseEvent* event) override;

private:
    void createLayout();
    void connectPanel();
    std::filesystem::path libraryFolder() const;
    std::string caseStore() const;
    void comeToFront();
    void showError(const QString& summary, const Error& error);
    void showNotice(const QString& text);

    void refresh(const std::string& chosen = {});
    void showProblems(const std::vector<inference::LibraryProblem>& problems);
    void followFileInUse();
    void askNext();
    void endAsking();
    void add(bool useForClassifying);
    void chooseFiles();
    void use(const QString& file);
    void rename(const QString& sha256, const QString& title);
    void trainFrom();
    void exportChosen();
    void removeChosen();
    void remove(const std::string& sha256, const QString& title, const QString& file);

    AppContext& m_context;
    MessageBar* m_messages = nullptr;
    QStackedWidget* m_pages = nullptr;
    ModelsPanel* m_panel = nullptr;
    AddModelPage* m_addPage = nullptr;
    QStringList m_waiting;          ///< files not asked about yet
    int m_number = 0, m_asked = 0;  ///< of this round: the one asked about, and all
    bool m_asking = false;          ///< a file is looked at, or its card is shown
    int m_round = 0;                ///< answers to an earlier round are passed over
    QStringList m_problemsShown;
};

}  // namespace leukolens::ui
