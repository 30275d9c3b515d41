#include "ui/slides/slide_list.h"

#include <QFileInfo>
#include <QHBoxLayout>
#include <QListView>
#include <QPainter>
#include <QShortcut>
#include <QStyledItemDelegate>
#include <QToolButton>
#include <QVBoxLayout>

#include <unordered_map>

#include "ui/shell/core_texts.h"
#include "ui/shell/labels.h"
#include "ui/shell/shortcuts.h"
#include "ui/shell/theme.h"

namespace leukolens::ui {

SlideListModel::SlideListModel(SlideSession& session, QObject* parent) : QAbstractListModel(parent), m_session(session) { refresh(); }

int SlideListModel::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : m_rows; }

QVariant SlideListModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= static_cast<int>(m_session.slides().size())) return {};
    const ListedSlide& listed = m_session.slides()[static_cast<std::size_t>(index.row())];
    const int cells = m_cells[static_cast<std::size_t>(index.row())];
    const QString name = QFileInfo(listed.path).fileName();
    switch (role) {
        case Qt::DisplayRole: return name;
        case CellsRole: return listed.error ? tr("cannot be opened") : cells == 0 ? tr("no cells marked") : tr("%Ln cell(s)", "", cells);
        case Qt::AccessibleTextRole: return name + ", " + data(index, CellsRole).toString();
        case Qt::ToolTipRole: return listed.error ? listed.path + '\n' + errorDetail(*listed.error) : listed.path;
        case Qt::ForegroundRole: return listed.error ? Theme::failure() : Theme::mutedText();
        default: return {};
    }
}

void SlideListModel::refresh() {
    std::unordered_map<std::string, int> counts;
    for (const Mark& mark : m_session.marks().marks())
        if (!mark.cell.removed()) ++counts[mark.cell.slide];
    std::vector<int> cells;
    for (const ListedSlide& listed : m_session.slides()) cells.push_back(counts[listed.path.toStdString()]);
    const int rows = static_cast<int>(cells.size());
    if (rows != m_rows) {
        beginResetModel();
        m_rows = rows;
        m_cells = std::move(cells);
        return endResetModel();
    }
    m_cells = std::move(cells);
    if (rows > 0) Q_EMIT dataChanged(index(0), index(rows - 1));
}

namespace {

/// Name above, cells below.
class SlideDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const override { return {100, 2 * option.fontMetrics.height() + 14}; }

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        const bool chosen = option.state.testFlag(QStyle::State_Selected), hovered = option.state.testFlag(QStyle::State_MouseOver);
        if (chosen || hovered) {
            painter->setPen(Qt::NoPen);
            painter->setBrush(chosen ? Theme::selection() : Theme::hover());
            painter->drawRoundedRect(option.rect, 6, 6);
        }
        const QRect words = option.rect.adjusted(8, 6, -8, -6);
        painter->setPen(Theme::text());
        painter->drawText(words, Qt::AlignLeft | Qt::AlignTop | Qt::TextDontClip, option.fontMetrics.elidedText(index.data().toString(), Qt::ElideMiddle, words.width()));
        painter->setPen(index.data(Qt::ForegroundRole).value<QColor>());
        painter->drawText(words, Qt::AlignLeft | Qt::AlignBottom | Qt::TextDontClip, option.fontMetrics.elidedText(index.data(SlideListModel::CellsRole).toString(), Qt::ElideRight, words.width()));
        painter->restore();
    }
};

}  // namespace

SlideList::SlideList(SlideSession& session, QWidget* parent) : QFrame(parent), m_session(session), m_model(session) {
    setObjectName("slideList");
    setProperty("card", true);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(8, 8, 8, 8);
    column->setSpacing(4);
    auto* head = new QHBoxLayout;
    head->addWidget(makeHeading(tr("Slides and fields"), this), 1);
    m_close = new QToolButton(this);
    m_close->setObjectName("closeSlide");
    m_close->setIcon(Theme::icon("close"));
    Shortcuts::describe(m_close, ShortcutId::CloseSlide, tr("Take the shown slide from the list; its cells stay with the case"));
    m_close->setAccessibleName(tr("Close slide"));
    head->addWidget(m_close);
    column->addLayout(head);
    m_view = new QListView(this);
    m_view->setObjectName("slides");
    m_view->setAccessibleName(tr("Slides and fields"));
    m_view->setModel(&m_model);
    m_view->setItemDelegate(new SlideDelegate(m_view));
    m_view->setUniformItemSizes(true);
    m_view->setMouseTracking(true);
    m_view->setSpacing(2);
    m_view->setTextElideMode(Qt::ElideMiddle);
    m_view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    column->addWidget(m_view, 1);
    m_case = makeMuted({}, this);
    m_case->setObjectName("slidesCase");
    column->addWidget(m_case);

    connect(m_close, &QToolButton::clicked, this, [this] { m_session.close(m_session.shown()); });
    connect(m_view->selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex& current) {
        if (!m_following && current.isValid()) m_session.show(current.row());
    });
    for (auto signal : {&SlideSession::slidesChanged, &SlideSession::shownChanged}) connect(&m_session, signal, this, &SlideList::follow);
    connect(&m_session.marks(), &SlideMarks::changed, this, &SlideList::follow);
    connect(&m_session.classify(), &ClassifySession::caseChanged, this, &SlideList::follow);
    follow();
}

void SlideList::follow() {
    m_following = true;
    m_model.refresh();
    const QModelIndex shown = m_model.index(m_session.shown());
    if (shown.isValid() && m_view->currentIndex() != shown) {
        m_view->setCurrentIndex(shown);
        m_view->scrollTo(shown);
    }
    m_close->setEnabled(m_session.shown() >= 0);
    const QString name = QString::fromStdString(m_session.classify().summary().name);
    m_case->setText(name.isEmpty() ? tr("Cells go to the open case, which has no name yet") : tr("Cells go to the case %1").arg(name));
    m_following = false;
}

}  // namespace leukolens::ui
