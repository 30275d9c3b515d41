#include "ui/shell/settings_dialog.h"

#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QScreen>
#include <QScrollArea>
#include <QScrollBar>
#include <QShortcut>
#include <QVBoxLayout>

#include <algorithm>
#include <iterator>

#include "ui/shell/help_request.h"
#include "ui/shell/labels.h"
#include "ui/shell/settings_page.h"
#include "ui/shell/settings_transfer.h"
#include "ui/shell/theme.h"

namespace leukolens::ui {
namespace {

constexpr QSize kBestSize(860, 600);
constexpr double kShareOfScreen = 0.9;

}  // namespace

SettingsDialog::SettingsDialog(AppSettings& settings, JobRunner& worker, QWidget* parent) : QDialog(parent), m_settings(settings), m_worker(worker) {
    setObjectName("settingsDialog");
    help::setPlace(this, "settings");
    setWindowTitle(tr("Settings"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(Theme::kMarginPx, Theme::kMarginPx, Theme::kMarginPx, Theme::kMarginPx);
    layout->setSpacing(Theme::kMarginPx);
    auto* both = new QHBoxLayout;
    both->setSpacing(Theme::kMarginPx);
    both->addWidget(createSections());
    both->addWidget(createArea(), 1);
    layout->addLayout(both, 1);
    layout->addWidget(createButtons());
    createPages();
    m_sections->setCurrentRow(0);
    fitToScreen();
    m_sections->setFocus();
}

QWidget* SettingsDialog::createSections() {
    auto* side = new QWidget(this);
    auto* column = new QVBoxLayout(side);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(Theme::kSpacingPx);
    m_search = new QLineEdit(side);
    m_search->setObjectName("settingsSearch");
    m_search->setPlaceholderText(tr("Search"));
    m_search->setClearButtonEnabled(true);
    m_search->setAccessibleName(tr("Search the settings"));
    m_search->setToolTip(tr("Words that stand in a setting of any section (%1)").arg(QKeySequence(QKeySequence::Find).toString(QKeySequence::NativeText)));
    column->addWidget(m_search);
    m_sections = new QListWidget(side);
    m_sections->setObjectName("settingsSections");
    m_sections->setAccessibleName(tr("Sections"));
    m_sections->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    column->addWidget(m_sections, 1);
    connect(m_search, &QLineEdit::textChanged, this, &SettingsDialog::showRows);
    connect(m_sections, &QListWidget::currentRowChanged, this, [this] {
        // A section that is chosen is the answer to a search.
        m_search->clear();
        showRows();
    });
    connect(m_sections, &QListWidget::itemClicked, m_search, &QLineEdit::clear);
    auto* find = new QShortcut(QKeySequence::Find, this);
    connect(find, &QShortcut::activated, this, [this] {
        m_search->setFocus(Qt::ShortcutFocusReason);
        m_search->selectAll();
    });
    return side;
}

QWidget* SettingsDialog::createArea() {
    auto* content = new QWidget;
    content->setObjectName("scrollContent");
    m_column = new QVBoxLayout(content);
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(Theme::kMarginPx);
    m_nothing = makeMuted(tr("No such setting"), content);
    m_nothing->setObjectName("settingsNothing");
    m_column->addWidget(m_nothing);
    m_column->addStretch(1);
    m_area = new QScrollArea(this);
    m_area->setFocusPolicy(Qt::NoFocus);  // it follows what has the focus in it
    m_area->setWidgetResizable(true);
    m_area->setFrameShape(QFrame::NoFrame);
    m_area->setWidget(content);
    return m_area;
}

void SettingsDialog::createPages() {
    const std::pair<SettingSection, QString> sections[] = {{SettingSection::General, tr("General")},
                                                          {SettingSection::Classify, tr("Classify")},
                                                          {SettingSection::Reports, tr("Reports")},
                                                          {SettingSection::Storage, tr("Storage")},
                                                          {SettingSection::Computing, tr("Computing")}};
    for (const auto& [section, title] : sections) {
        auto* page = new SettingsPage(title, m_area->widget());
        page->addSettings(m_settings, section, m_worker);
        m_pages.push_back(page);
    }
    auto* shortcuts = new SettingsPage(tr("Shortcuts"), m_area->widget());
    shortcuts->addShortcuts(m_settings);
    m_pages.push_back(shortcuts);
    m_pages.front()->addRow(tr("Settings file"), new SettingsTransfer(m_settings, m_pages.front()), tr("All sections in one file, for another seat or for later. Your name, what you opened last and the address of a server are not in it."));
    for (SettingsPage* page : m_pages) {
        m_column->insertWidget(m_column->count() - 1, page);
        m_sections->addItem(page->title());
    }
    m_sections->setFixedWidth(m_sections->sizeHintForColumn(0) + 4 * Theme::kMarginPx);
    m_search->setFixedWidth(m_sections->width());
}

QWidget* SettingsDialog::createButtons() {
    auto* buttons = new QDialogButtonBox(this);
    QPushButton* defaults = buttons->addButton(tr("Defaults"), QDialogButtonBox::ResetRole);
    defaults->setObjectName("settingsDefaults");
    defaults->setToolTip(tr("Set the settings of all sections, but for the shortcuts, back to how they were delivered"));
    QPushButton* close = buttons->addButton(tr("Close"), QDialogButtonBox::RejectRole);
    close->setObjectName("settingsClose");
    // Return ends the typing in a field; it must not press one of these as well.
    for (QPushButton* button : {defaults, close}) button->setAutoDefault(false);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(defaults, &QPushButton::clicked, this, [this] {
        for (const SettingSpec& spec : AppSettings::table()) {
            if (spec.kind != SettingKind::Hidden) m_settings.reset(spec.key);
        }
    });
    return buttons;
}

void SettingsDialog::fitToScreen() {
    resize(kBestSize.boundedTo(screen()->availableSize() * kShareOfScreen));
}

void SettingsDialog::showSection(SettingSection section) {
    // The list's order is that of the enumeration.
    m_sections->setCurrentRow(static_cast<int>(section));
}

void SettingsDialog::showRows() {
    const QStringList words = m_search->text().split(' ', Qt::SkipEmptyParts);
    const int chosen = m_sections->currentRow();
    int shown = 0;
    for (int i = 0; i < std::ssize(m_pages); ++i) {
        SettingsPage& page = *m_pages[static_cast<std::size_t>(i)];
        const int rows = page.filter(words);
        page.setVisible(words.isEmpty() ? i == chosen : rows > 0);
        shown += page.isVisibleTo(m_area->widget()) ? rows : 0;
    }
    m_nothing->setVisible(!words.isEmpty() && shown == 0);
    m_area->verticalScrollBar()->setValue(0);
}

void SettingsDialog::keyPressEvent(QKeyEvent* event) {
    if (event->matches(QKeySequence::Cancel) && !m_search->text().isEmpty()) return m_search->clear();
    QDialog::keyPressEvent(event);
}

}  // namespace leukolens::ui
