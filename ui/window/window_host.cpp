#include "ui/window/window_host.h"

#include <QApplication>

#include <utility>

#include "ui/help/help_window.h"
#include "ui/shell/help_request.h"
#include "ui/shell/language.h"
#include "ui/shell/main_window.h"
#include "ui/window/make_window.h"

namespace leukolens::ui {
namespace {

constexpr int kLookAgainMs = 100;

}  // namespace

WindowHost::WindowHost(AppSettings& settings, QObject* parent) : QObject(parent), m_settings(settings), m_language(languageOf(settings.text(SettingKey::Language))) {
    m_waiting.setInterval(kLookAgainMs);
    connect(&m_waiting, &QTimer::timeout, this, &WindowHost::tryToReplace);
    connect(&settings, &AppSettings::changed, this, [this](SettingKey key) {
        if (key == SettingKey::Language) onLanguageChosen();
    });
}

WindowHost::~WindowHost() = default;

void WindowHost::open(const std::function<void(MainWindow&)>& prepare) {
    make();
    m_window->restoreLastState();
    if (prepare) prepare(*m_window);
    m_window->show();
}

void WindowHost::make() {
    m_context = std::make_unique<AppContext>(m_settings);
    m_window = makeWindow(*m_context);
}

void WindowHost::onLanguageChosen() {
    m_told = false;
    if (languageOf(m_settings.text(SettingKey::Language)) == m_language) m_waiting.stop();
    else m_waiting.start();
}

void WindowHost::tryToReplace() {
    if (m_closing) {
        if (!m_window->isVisible()) return replace();
        if (m_context->anyBusy()) return;  // saving, "Stopping…"
        // It stayed open: what was being typed could not be saved, which is said there.
        m_closing = false;
        m_waiting.stop();
        QApplication::setQuitOnLastWindowClosed(true);
        return;
    }
    // A dialog belongs to the window that would go, and so does a menu.
    if (!m_window || !m_window->isVisible() || QApplication::activeModalWidget() || QApplication::activePopupWidget()) return;
    if (m_context->anyStoppable()) {
        Workspace* shown = m_window->workspace(m_window->currentWorkspace());
        if (shown && !m_told) shown->showNotice(tr("The language changes as soon as what is running has ended."));
        m_told = true;
        return;
    }
    m_memories = m_window->remember();
    m_welcoming = m_window->currentWorkspace() == 0;
    const auto* help = m_window->findChild<HelpWindow*>();
    m_helpPlace = help && help->isVisible() ? help->library().inEveryLanguage(help->shown()) : QString();
    m_closing = true;
    QApplication::setQuitOnLastWindowClosed(false);
    m_window->close();
}

void WindowHost::replace() {
    m_closing = false;
    m_waiting.stop();
    m_language = languageOf(m_settings.text(SettingKey::Language));
    const QString storePassword = m_context->storePassword();
    const auto plan = m_context->plannedTraining();
    m_window.reset();
    m_context.reset();
    installLanguage(*qApp, m_settings.text(SettingKey::Language));
    make();
    m_context->setStorePassword(storePassword);
    m_window->restoreLastState();
    if (m_welcoming) Q_EMIT m_context->welcomeRequested();
    m_window->show();
    QApplication::setQuitOnLastWindowClosed(true);
    m_context->planTraining(plan);
    m_window->recall(std::exchange(m_memories, {}));
    if (!m_helpPlace.isEmpty()) help::open(std::exchange(m_helpPlace, {}));
    Q_EMIT replaced();
}

}  // namespace leukolens::ui
