// The window in which a finder of cells is trained from fields with boxes. Not modal: it may stay open beside the work.
#pragma once

#include <QWidget>

#include "core/base/error.h"
#include "ui/finder/finder_session.h"

class QLabel;
class QStackedWidget;

namespace leukolens::ui {

class CurvePlot;
class FinderForm;
class FinderResults;
class JobPanel;
class MessageBar;

class FinderWindow : public QWidget {
    Q_OBJECT
public:
    /// parent: the widget over whose window it opens.
    explicit FinderWindow(AppContext& context, QWidget* parent = nullptr);
    ~FinderWindow() override;

    FinderSession& session() { return *m_session; }
    void present();  ///< to the front

Q_SIGNALS:
    void useRequested(const QString& modelFile);

protected:
    void keyPressEvent(QKeyEvent* event) override;  ///< Escape closes; a training goes on

private:
    QWidget* createProgress();
    void connectForm();
    void chooseFolder();
    void start();
    void goOn();
    void refresh();

    AppContext& m_context;
    std::unique_ptr<FinderSession> m_session;
    MessageBar* m_messages = nullptr;
    FinderForm* m_form = nullptr;
    JobPanel* m_busy = nullptr;
    CurvePlot* m_plot = nullptr;
    QLabel *m_losses = nullptr, *m_notices = nullptr;
    FinderResults* m_results = nullptr;
    QStackedWidget* m_pages = nullptr;
    QWidget *m_nothing = nullptr, *m_progress = nullptr;
    std::shared_ptr<const fields::FieldSet> m_shownFields;
    std::size_t m_drawn = 0;  ///< epochs in the plot
};

}  // namespace leukolens::ui
