// The first start: the welcome page, the sample and the tour, put into the window.
#pragma once

#include <QObject>
#include <QPointer>

namespace leukolens::ui {

class AppContext;
class ClassifySession;
class DataWorkspace;
class MainWindow;
class SampleCase;
class TourOverlay;
class TrainWorkspace;
class WelcomePage;

/// Lives as long as the window. Shows nothing by itself: showAtFirstStart() is the program's start, everything else a person asks for.
class Welcome : public QObject {
    Q_OBJECT
public:
    Welcome(AppContext& context, MainWindow& window, ClassifySession& session, DataWorkspace& data, TrainWorkspace& train);

    /// The page, unless it was left once (setting WelcomeSeen).
    void showAtFirstStart();
    SampleCase& sample() { return *m_sample; }

private:
    void connectPage();
    void showPage();
    void startTour();
    void describe();
    void noteSeen();

    AppContext& m_context;
    MainWindow& m_window;
    DataWorkspace& m_data;
    SampleCase* m_sample = nullptr;
    WelcomePage* m_page = nullptr;
    QPointer<TourOverlay> m_tour;
    bool m_onPage = false;
    bool m_comesAgain = false;  ///< in another language, which was chosen on the page
};

}  // namespace leukolens::ui
