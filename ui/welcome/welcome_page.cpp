#include "ui/welcome/welcome_page.h"

#include <QComboBox>
#include <QCoreApplication>
#include <QHBoxLayout>
#include <QIcon>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>

#include <algorithm>

#include "ui/shell/app_settings.h"
#include "ui/shell/core_texts.h"
#include "ui/shell/help_request.h"
#include "ui/shell/labels.h"
#include "ui/shell/theme.h"
#include "ui/shell/wheel_guard.h"
#include "ui/welcome/welcome_card.h"

namespace leukolens::ui {
namespace {

constexpr int kMostWidthPx = 1040;
constexpr int kRowFromPx = 780;  ///< narrower: cards below one another
constexpr int kLogoPx = 56;

QString fromTable(const char* text) { return QCoreApplication::translate("Settings", text); }

}  // namespace

WelcomePage::WelcomePage(AppSettings& settings, QWidget* parent) : QWidget(parent), m_settings(settings) {
    setObjectName("welcomePage");
    help::setPlace(this, "first-steps#choose-how-to-begin");
    setAccessibleName(tr("Welcome"));
    setFocusPolicy(Qt::ClickFocus);
    auto* area = new QScrollArea(this);
    area->setObjectName("welcomeScroll");
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setFocusPolicy(Qt::NoFocus);
    auto* around = new QVBoxLayout(this);
    around->setContentsMargins(0, 0, 0, 0);
    around->addWidget(area);

    auto* content = new QWidget(area);
    content->setObjectName("scrollContent");
    auto* row = new QHBoxLayout(content);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    auto* column = new QWidget(content);
    column->setMaximumWidth(kMostWidthPx);
    m_outside = new QVBoxLayout(column);
    m_outside->setSpacing(28);
    m_outside->addStretch(2);
    m_outside->addWidget(createHead());
    m_outside->addWidget(createCards());
    m_outside->addWidget(createFoot());
    m_outside->addStretch(3);
    row->addStretch(1);
    row->addWidget(column, 1000);
    row->addStretch(1);
    area->setWidget(content);
    showWhatIsThere(false, false, Sample::NotMade);
    arrange();
}

QWidget* WelcomePage::createHead() {
    auto* head = new QWidget(this);
    auto* row = new QHBoxLayout(head);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(20);
    auto* logo = new QLabel(head);
    logo->setPixmap(QIcon(":/icons/leukolens.svg").pixmap(QSize(kLogoPx, kLogoPx), devicePixelRatioF()));
    row->addWidget(logo, 0, Qt::AlignTop);
    auto* words = new QVBoxLayout;
    words->setSpacing(4);
    auto* title = new QLabel(tr("Welcome to Leukolens"), head);
    title->setObjectName("welcomeTitle");
    title->setFont(Theme::font(2.0, QFont::DemiBold));
    title->setWordWrap(true);
    words->addWidget(title);
    auto* what = makeMuted(tr("It sorts pictures of white blood cells into their classes on this computer, lets you correct and sign what it found, and trains the models that do so."), head);
    what->setFont(Theme::font(1.1));
    words->addWidget(what);
    auto* notice = new QLabel(researchUseNotice(), head);
    notice->setObjectName("welcomeNotice");
    notice->setFont(Theme::font(1.0, QFont::DemiBold));
    notice->setWordWrap(true);
    words->addSpacing(4);
    words->addWidget(notice);
    row->addLayout(words, 1);
    return head;
}

QWidget* WelcomePage::createCards() {
    auto* cards = new QWidget(this);
    m_cards = new QBoxLayout(QBoxLayout::LeftToRight, cards);
    m_cards->setContentsMargins(0, 0, 0, 0);
    m_cards->setSpacing(Theme::kMarginPx);
    m_classify = new WelcomeCard("welcomeClassify", "classify", tr("Classify cells"), cards);
    m_addModel = new QPushButton(tr("Add a model…"), m_classify);
    m_addModel->setObjectName("welcomeAddModel");
    m_addModel->setProperty("link", true);
    m_addModel->setToolTip(tr("Open the list of models, and add a file to it (Ctrl+M)"));
    m_addModel->setAccessibleName(tr("Add a model"));
    m_classify->addLink(m_addModel);
    m_train = new WelcomeCard("welcomeTrain", "train", tr("Train a model"), cards);
    m_look = new WelcomeCard("welcomeLookAround", "sparkle", tr("Look around with demonstration cells"), cards);
    m_classify->setToolTip(tr("Go to Classify (Ctrl+1)"));
    m_train->setToolTip(tr("Go to Data (Ctrl+3), or to Train (Ctrl+4) where cells are open"));
    m_look->setToolTip(tr("Make the sample case, or open it where it is there"));
    for (WelcomeCard* card : {m_classify, m_train, m_look}) m_cards->addWidget(card, 1);
    connect(m_classify, &QAbstractButton::clicked, this, &WelcomePage::classifyRequested);
    connect(m_addModel, &QPushButton::clicked, this, &WelcomePage::addModelRequested);
    connect(m_train, &QAbstractButton::clicked, this, &WelcomePage::trainRequested);
    connect(m_look, &QAbstractButton::clicked, this, &WelcomePage::lookAroundRequested);
    return cards;
}

QWidget* WelcomePage::createFoot() {
    auto* foot = new QWidget(this);
    m_foot = new QBoxLayout(QBoxLayout::LeftToRight, foot);
    m_foot->setContentsMargins(0, 0, 0, 0);
    m_foot->setSpacing(12);
    auto* tour = new QPushButton(Theme::icon("help", Theme::accent()), tr("Take the tour (about a minute)"), foot);
    tour->setObjectName("welcomeTour");
    tour->setProperty("link", true);
    tour->setProperty("flush", true);
    tour->setCursor(Qt::PointingHandCursor);
    tour->setToolTip(tr("Be shown the places of this window, one after another"));
    connect(tour, &QPushButton::clicked, this, &WelcomePage::tourRequested);
    m_foot->addWidget(tour, 0, Qt::AlignLeft);
    m_foot->addStretch(1);
    m_foot->addWidget(createLanguage(), 0, Qt::AlignLeft);
    return foot;
}

QWidget* WelcomePage::createLanguage() {
    const auto& table = AppSettings::table();
    const SettingSpec& spec = *std::find_if(table.begin(), table.end(), [](const SettingSpec& one) { return one.key == SettingKey::Language; });
    auto* panel = new QWidget(this);
    auto* row = new QHBoxLayout(panel);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(Theme::kSpacingPx);
    auto* label = new QLabel(fromTable(spec.label), panel);
    label->setProperty("role", "muted");
    auto* choice = new QComboBox(panel);
    choice->setObjectName("welcomeLanguage");
    choice->setAccessibleName(fromTable(spec.label));
    choice->setToolTip(fromTable(spec.help));
    for (const auto& [value, text] : spec.choices) choice->addItem(fromTable(text), value);
    choice->setCurrentIndex(choice->findData(m_settings.value(SettingKey::Language)));
    guardFromWheel(choice);
    label->setBuddy(choice);
    row->addWidget(label);
    row->addWidget(choice);
    connect(choice, &QComboBox::activated, this, [this, choice] { m_settings.set(SettingKey::Language, choice->currentData()); });
    return panel;
}

void WelcomePage::showWhatIsThere(bool hasModel, bool hasData, Sample sample) {
    m_classify->setSentence(hasModel ? tr("Drop pictures of single cells, whole fields or slides. Correct what is wrong, sign, and print the report.")
                                  : tr("Drop pictures of cells, correct what is wrong, sign, and print the report. This needs a model, and none is chosen yet: add the file of one, or train your own."));
    m_addModel->setVisible(!hasModel);
    m_train->setSentence(hasData ? tr("Cells are open: choose how the model is to learn from them, start, and watch it. You can go on classifying meanwhile.")
                              : tr("Open pictures whose classes are known, your own or C-NMC 2019. A model learns from them while you watch, and you see how far it can be trusted."));
    switch (sample) {
        case Sample::NotMade:
            m_look->setSentence(tr("Without any pictures of your own: the program draws cells, trains a small model on them and opens a sample case. That takes a minute or two, and your own work stays as it is."));
            break;
        case Sample::BeingMade: m_look->setSentence(tr("The sample is being made: see how far it is.")); break;
        case Sample::Made: m_look->setSentence(tr("Open the sample case again: cells that the program drew, with the model that learnt from such cells. Your own work stays as it is.")); break;
    }
}

void WelcomePage::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    arrange();
}

void WelcomePage::arrange() {
    const bool row = width() >= kRowFromPx;
    m_cards->setDirection(row ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
    for (WelcomeCard* card : {m_classify, m_train, m_look}) card->setLying(!row);
    m_foot->setDirection(row ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
    for (QBoxLayout* layout : {m_cards, m_foot}) layout->parentWidget()->updateGeometry();
    const int margin = row ? 32 : Theme::kMarginPx;
    m_outside->setContentsMargins(margin, margin, margin, margin);
}

}  // namespace leukolens::ui
