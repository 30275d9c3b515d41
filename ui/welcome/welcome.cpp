#include "ui/welcome/welcome.h"

#include <QEvent>
#include <QHBoxLayout>

#include "ui/shell/app_context.h"
#include "ui/shell/main_window.h"
#include "ui/shell/theme.h"
#include "ui/welcome/sample_case.h"
#include "ui/welcome/sample_strip.h"
#include "ui/welcome/tour_overlay.h"
#include "ui/welcome/welcome_page.h"

namespace leukolens::ui {
namespace {

constexpr int kClassify = 1, kData = 3, kTrain = 4;

/// The strip with the air around it that workspaces have; gone with it.
class StripFrame : public QWidget {
public:
    StripFrame(SampleStrip* strip, QWidget* parent) : QWidget(parent), m_strip(strip) {
        auto* row = new QHBoxLayout(this);
        row->setContentsMargins(Theme::kMarginPx, Theme::kSpacingPx, Theme::kMarginPx, 0);
        row->addWidget(strip);
        strip->installEventFilter(this);
        setVisible(!strip->isHidden());
    }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override {
        if (event->type() == QEvent::ShowToParent || event->type() == QEvent::HideToParent) setVisible(!m_strip->isHidden());
        return QWidget::eventFilter(watched, event);
    }

private:
    SampleStrip* m_strip;
};

}  // namespace

Welcome::Welcome(AppContext& context, MainWindow& window, ClassifySession& session, DataWorkspace& data, TrainWorkspace& train)
    : QObject(&window), m_context(context), m_window(window), m_data(data), m_sample(new SampleCase(context, window, session, data, train, this)), m_page(new WelcomePage(context.settings)) {
    setObjectName("welcome");
    window.addPage(m_page);
    auto* strip = new SampleStrip(*m_sample, nullptr);
    window.addStrip(new StripFrame(strip, nullptr));
    connect(strip, &SampleStrip::tourRequested, this, &Welcome::startTour);
    connect(&context, &AppContext::welcomeRequested, this, &Welcome::showPage);
    connect(&context, &AppContext::tourRequested, this, &Welcome::startTour);
    for (auto signal : {&AppContext::modelFileChanged, &AppContext::datasetChanged}) connect(&context, signal, this, &Welcome::describe);
    connect(m_sample, &SampleCase::changed, this, &Welcome::describe);
    connectPage();
    describe();
}

void Welcome::connectPage() {
    connect(m_page, &WelcomePage::classifyRequested, this, [this] { m_window.showWorkspace(kClassify); });
    connect(m_page, &WelcomePage::addModelRequested, &m_context, &AppContext::modelsRequested);
    connect(m_page, &WelcomePage::trainRequested, this, [this] { m_window.showWorkspace(m_context.dataset() ? kTrain : kData); });
    connect(m_page, &WelcomePage::lookAroundRequested, this, [this] {
        noteSeen();
        m_sample->lookAround();
    });
    connect(m_page, &WelcomePage::tourRequested, this, &Welcome::startTour);
    connect(&m_context.settings, &AppSettings::changed, this, [this](SettingKey key) {
        if (key != SettingKey::Language || !m_onPage) return;
        m_comesAgain = true;
        m_context.settings.set(SettingKey::WelcomeSeen, false);
    });
    // Left for a workspace, or together with the window.
    connect(&m_window, &MainWindow::pageShown, this, [this](QWidget* page) {
        if (page != m_page && m_onPage && !m_tour) noteSeen();
        m_onPage = page == m_page;
    });
    connect(&m_window, &MainWindow::leaving, this, [this] {
        if (m_onPage && !m_comesAgain) noteSeen();
    });
}

void Welcome::showAtFirstStart() {
    if (!m_context.settings.flag(SettingKey::WelcomeSeen)) showPage();
}

void Welcome::showPage() {
    describe();
    m_window.showPage(m_page);
}

void Welcome::startTour() {
    if (m_tour) return;
    m_tour = new TourOverlay(m_window, tourSteps());
    m_sample->setTouring(true);
    connect(m_tour, &TourOverlay::ended, m_sample, [this] { m_sample->setTouring(false); });
}

void Welcome::describe() {
    const auto sample = m_sample->isBusy() ? WelcomePage::Sample::BeingMade : m_sample->wasMade() ? WelcomePage::Sample::Made : WelcomePage::Sample::NotMade;
    m_page->showWhatIsThere(!m_context.chosenModelFile().isEmpty(), m_context.dataset() != nullptr, sample);
}

void Welcome::noteSeen() { m_context.settings.set(SettingKey::WelcomeSeen, true); }

}  // namespace leukolens::ui
