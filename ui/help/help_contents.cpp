#include "ui/help/help_contents.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QSignalBlocker>
#include <QStackedWidget>
#include <QTreeWidget>
#include <QTreeWidgetItemIterator>
#include <QVBoxLayout>

#include "ui/help/help_hit_delegate.h"
#include "ui/shell/labels.h"
#include "ui/shell/theme.h"

namespace leukolens::ui {
namespace {

constexpr int kPage = Qt::UserRole, kSlug = Qt::UserRole + 1;

QTreeWidgetItem* addPage(QTreeWidgetItem* parent, QTreeWidget* tree, const HelpPage& page) {
    auto* item = parent ? new QTreeWidgetItem(parent) : new QTreeWidgetItem(tree);
    item->setText(0, page.title());
    item->setData(0, kPage, page.name);
    for (const HelpSection& section : page.content.sections) {
        if (section.level != 2) continue;
        auto* heading = new QTreeWidgetItem(item, {section.heading});
        heading->setData(0, kPage, page.name);
        heading->setData(0, kSlug, section.slug);
        heading->setToolTip(0, section.heading);
    }
    return item;
}

}  // namespace

HelpContents::HelpContents(const HelpLibrary& library, QWidget* parent) : QWidget(parent), m_library(library) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(Theme::kSpacingPx);
    m_search = new QLineEdit(this);
    m_search->setObjectName("helpSearch");
    m_search->setClearButtonEnabled(true);
    m_search->addAction(Theme::icon("search", Theme::mutedText()), QLineEdit::LeadingPosition);
    m_search->setPlaceholderText(tr("Search the help"));
    m_search->setAccessibleName(tr("Search the help"));
    m_search->setToolTip(tr("Words or their beginnings, all of which must occur (Ctrl+F)"));
    m_search->installEventFilter(this);
    column->addWidget(m_search);
    QFrame* card = makeCard("helpContentsCard", this);
    auto* inside = new QVBoxLayout(card);
    inside->setContentsMargins(Theme::kSpacingPx / 2, Theme::kSpacingPx / 2, Theme::kSpacingPx / 2, Theme::kSpacingPx / 2);
    m_pages = new QStackedWidget(card);
    inside->addWidget(m_pages);
    m_tree = makeTree();
    m_pages->addWidget(m_tree);
    m_hits = makeHits();
    m_pages->addWidget(m_hits);
    m_nothing = new QWidget(m_pages);
    auto* words = new QVBoxLayout(m_nothing);
    words->setContentsMargins(Theme::kSpacingPx, Theme::kMarginPx, Theme::kSpacingPx, 0);
    m_nothingWords = makeText(QString(), m_nothing);
    m_nothingWords->setObjectName("helpNothing");
    words->addWidget(m_nothingWords);
    words->addWidget(makeMuted(tr("Try fewer words, or only their beginnings."), m_nothing));
    words->addStretch(1);
    m_pages->addWidget(m_nothing);
    column->addWidget(card, 1);
    connect(m_search, &QLineEdit::textChanged, this, &HelpContents::search);
}

QTreeWidget* HelpContents::makeTree() {
    auto* tree = new QTreeWidget(m_pages);
    tree->setObjectName("helpContents");
    tree->setAccessibleName(tr("Contents"));
    tree->setHeaderHidden(true);
    tree->setRootIsDecorated(false);
    tree->setIndentation(Theme::kMarginPx);
    tree->setTextElideMode(Qt::ElideRight);
    tree->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    for (const HelpGroup& group : m_library.contents()) {
        QTreeWidgetItem* head = nullptr;
        if (!group.title.isEmpty()) {
            head = new QTreeWidgetItem(tree, {group.title});
            head->setFlags(Qt::ItemIsEnabled);
            head->setFont(0, Theme::font(1.0, QFont::DemiBold));
            head->setExpanded(true);
        }
        for (const QString& name : group.pages) addPage(head, tree, *m_library.page(name));
    }
    const auto choose = [this](QTreeWidgetItem* item) {
        if (item && item->data(0, kPage).isValid()) Q_EMIT placeChosen({item->data(0, kPage).toString(), item->data(0, kSlug).toString()});
    };
    connect(tree, &QTreeWidget::currentItemChanged, this, choose);
    connect(tree, &QTreeWidget::itemClicked, this, choose);  // the same again, after scrolling away
    return tree;
}

QListWidget* HelpContents::makeHits() {
    auto* hits = new QListWidget(m_pages);
    hits->setObjectName("helpHits");
    hits->setAccessibleName(tr("What was found"));
    hits->setItemDelegate(new HelpHitDelegate(hits));
    hits->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    hits->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    hits->setMouseTracking(true);
    connect(hits, &QListWidget::currentRowChanged, this, &HelpContents::chooseHit);
    connect(hits, &QListWidget::itemClicked, this, [this, hits] { chooseHit(hits->currentRow()); });
    return hits;
}

void HelpContents::setShown(const HelpPlace& place) {
    const QSignalBlocker blocker(m_tree);
    QTreeWidgetItem* chosen = nullptr;
    for (QTreeWidgetItemIterator item(m_tree); *item; ++item) {
        const bool isPage = (*item)->data(0, kPage).isValid() && !(*item)->data(0, kSlug).isValid();
        if (isPage) (*item)->setExpanded((*item)->data(0, kPage).toString() == place.page);
        if ((*item)->data(0, kPage).toString() != place.page) continue;
        if (isPage || (*item)->data(0, kSlug).toString() == place.slug) chosen = *item;
    }
    if (!chosen) return;
    m_tree->setCurrentItem(chosen);
    m_tree->scrollToItem(chosen);
}

void HelpContents::focusSearch() {
    m_search->setFocus(Qt::ShortcutFocusReason);
    m_search->selectAll();
}

QStringList HelpContents::words() const { return searchWords(m_search->text()); }

void HelpContents::search() {
    m_found = searchHelp(m_library.pages(), m_search->text());
    {
        const QSignalBlocker blocker(m_hits);
        m_hits->clear();
        for (const HelpHit& hit : m_found) {
            auto* item = new QListWidgetItem(HelpHitDelegate::head(hit), m_hits);
            item->setData(HelpHitDelegate::ContextRole, hit.context);
            item->setData(HelpHitDelegate::MarksRole, QVariant::fromValue(hit.marks));
            item->setData(Qt::AccessibleTextRole, HelpHitDelegate::head(hit) + ". " + hit.context);
            item->setToolTip(hit.context);
        }
    }
    if (words().isEmpty()) m_pages->setCurrentWidget(m_tree);
    else if (!m_found.empty()) m_pages->setCurrentWidget(m_hits);
    else {
        m_nothingWords->setText(tr("Nothing found for “%1”.").arg(m_search->text().trimmed()));
        m_pages->setCurrentWidget(m_nothing);
    }
    Q_EMIT wordsChanged();
}

void HelpContents::chooseHit(int row) {
    if (row >= 0) Q_EMIT hitChosen(m_found[static_cast<std::size_t>(row)].place);
}

bool HelpContents::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_search && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        const bool goes = key == Qt::Key_Down || key == Qt::Key_Return || key == Qt::Key_Enter;
        if (goes && m_pages->currentWidget() == m_hits) {
            m_hits->setFocus(Qt::OtherFocusReason);
            m_hits->setCurrentRow(std::max(0, m_hits->currentRow()));
            return true;
        }
        if (goes && key == Qt::Key_Down && m_pages->currentWidget() == m_tree) {
            m_tree->setFocus(Qt::OtherFocusReason);
            return true;
        }
        if (key == Qt::Key_Escape && !m_search->text().isEmpty()) {
            m_search->clear();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

}  // namespace leukolens::ui
