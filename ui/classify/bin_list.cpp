#include "ui/classify/bin_list.h"

#include <QDrag>
#include <QDropEvent>
#include <QLocale>
#include <QMimeData>
#include <QPainter>
#include <QScrollBar>

#include <algorithm>

#include "ui/classify/cell_delegate.h"
#include "ui/shell/theme.h"
#include "ui/widgets/cards.h"

namespace leukolens::ui {

namespace {
constexpr int kDraggedCardsShown = 3;

/// Always takes its room, so that its coming and going does not change the columns; drawn only when there is more to see.
class QuietScrollBar : public QScrollBar {
public:
    using QScrollBar::QScrollBar;

protected:
    void paintEvent(QPaintEvent* event) override {
        if (maximum() > minimum()) QScrollBar::paintEvent(event);
    }
};

}  // namespace

BinList::BinList(QWidget* parent) : QListView(parent) {
    styleCards(*this);
    setSelectionRectVisible(true);
    setVerticalScrollBar(new QuietScrollBar(Qt::Vertical, this));
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn);
    setDragEnabled(true);
    setDragDropMode(QAbstractItemView::DragDrop);
    viewport()->setAcceptDrops(true);  // setMovement(Static) took it away
    setDefaultDropAction(Qt::MoveAction);
    setDropIndicatorShown(false);
    viewport()->setAttribute(Qt::WA_Hover);
    setMouseTracking(true);
}

void BinList::setCards(CellDelegate* delegate) {
    setItemDelegate(delegate);
    layOutCards();
}

void BinList::layOutCards() {
    const auto* cards = qobject_cast<const CellDelegate*>(itemDelegate());
    if (!cards) return;
    constexpr int kGapPx = CellDelegate::kGapPx;
    const int room = std::max(1, viewport()->width() - 1);
    const int columns = std::max(1, room / (cards->cardSize().width() + kGapPx));
    const int width = std::max(cards->cardSize().width() + kGapPx, room / columns);
    setGridSize({width, cards->cardSize(cards->pictureSideFor(width - kGapPx)).height() + kGapPx});
    verticalScrollBar()->setSingleStep(std::max(1, gridSize().height() / 3));
}

std::vector<CellKey> BinList::selectedKeys() const {
    QModelIndexList chosen = selectionModel() ? selectionModel()->selectedIndexes() : QModelIndexList();
    std::sort(chosen.begin(), chosen.end());
    std::vector<CellKey> keys;
    for (const QModelIndex& index : chosen) keys.push_back(index.data(CellModel::KeyRole).toInt());
    return keys;
}

void BinList::resizeEvent(QResizeEvent* event) {
    layOutCards();
    QListView::resizeEvent(event);
}

void BinList::paintEvent(QPaintEvent* event) {
    QListView::paintEvent(event);
    QPainter painter(viewport());
    if (model() && model()->rowCount() == 0) {
        painter.setPen(Theme::mutedText());
        const int margin = Theme::kMarginPx;
        painter.drawText(viewport()->rect().adjusted(margin, margin, -margin, -margin), Qt::AlignCenter | Qt::TextWordWrap,
                         m_emptyText);
    }
    if (!m_dropTarget) return;
    QColor wash = Theme::accent();
    wash.setAlphaF(0.12F);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(Theme::accent(), 2, Qt::DashLine));
    painter.setBrush(wash);
    painter.drawRoundedRect(QRectF(viewport()->rect()).adjusted(4, 2, -4, -4), Theme::kRadiusPx, Theme::kRadiusPx);
}

void BinList::focusInEvent(QFocusEvent* event) {
    QListView::focusInEvent(event);
    const bool byKeyboard = event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason;
    if (byKeyboard && model() && model()->rowCount() > 0 && !selectionModel()->hasSelection())
        setCurrentIndex(currentIndex().isValid() ? currentIndex() : model()->index(0, 0));
}

void BinList::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape && selectionModel() && selectionModel()->hasSelection()) {
        clearSelection();
        return;
    }
    if (!stepsOver(*event)) QListView::keyPressEvent(event);
}

/// Left and right follow the order of the cards through the rows, and on into the bins beside.
bool BinList::stepsOver(const QKeyEvent& event) {
    const int direction = event.key() == Qt::Key_Left ? -1 : event.key() == Qt::Key_Right ? 1 : 0;
    if (direction == 0 || event.modifiers().testFlag(Qt::ShiftModifier) || !model()) return false;
    const int row = currentIndex().isValid() ? currentIndex().row() + direction : -1;
    if (row < 0 || row >= model()->rowCount())
        Q_EMIT edgePassed(direction);
    else
        setCurrentIndex(model()->index(row, 0));
    return true;
}

void BinList::startDrag(Qt::DropActions) {
    const QModelIndexList dragged = selectedIndexes();
    if (dragged.isEmpty()) return;
    auto* drag = new QDrag(this);
    drag->setMimeData(model()->mimeData(dragged));
    const QPixmap picture = dragPicture(dragged);
    drag->setPixmap(picture);
    drag->setHotSpot({16, 16});
    drag->exec(Qt::MoveAction);  // the target tells the session; nothing is removed here
}

QPixmap BinList::dragPicture(const QModelIndexList& dragged) {
    constexpr int kStepPx = 10;
    const QSize card = gridSize();
    const int shown = std::min(kDraggedCardsShown, static_cast<int>(dragged.size()));
    const QSize size = card + QSize(kStepPx * shown + 12, kStepPx * shown + 12);
    QPixmap picture(size * devicePixelRatioF());
    picture.setDevicePixelRatio(devicePixelRatioF());
    picture.fill(Qt::transparent);

    QPainter painter(&picture);
    painter.setRenderHint(QPainter::Antialiasing);
    QStyleOptionViewItem option;
    initViewItemOption(&option);
    option.state = QStyle::State_Enabled;
    for (int i = shown - 1; i >= 0; --i) {
        option.rect = QRect(QPoint(i * kStepPx, 12 + i * kStepPx), card);
        itemDelegate()->paint(&painter, option, dragged[i]);
    }
    if (dragged.size() > 1) {
        const QString count = locale().toString(dragged.size());
        QFont font = painter.font();
        font.setBold(true);
        painter.setFont(font);
        const int width = std::max(24, painter.fontMetrics().horizontalAdvance(count) + 14);
        const QRectF pill(card.width() - width / 2.0, 0, width, 24);
        painter.setPen(Qt::NoPen);
        painter.setBrush(Theme::accent());
        painter.drawRoundedRect(pill, 12, 12);
        painter.setPen(Qt::white);
        painter.drawText(pill, Qt::AlignCenter, count);
    }
    return picture;
}

bool BinList::takesDrop(const QDropEvent& event) const {
    return event.mimeData()->hasFormat(QLatin1String(CellModel::kMimeType)) && event.source() != this;
}

void BinList::setDropTarget(bool on) {
    if (on == m_dropTarget) return;
    m_dropTarget = on;
    viewport()->update();
}

void BinList::dragEnterEvent(QDragEnterEvent* event) {
    if (!takesDrop(*event)) return event->ignore();
    setDropTarget(true);
    event->setDropAction(Qt::MoveAction);
    event->accept();
}

void BinList::dragMoveEvent(QDragMoveEvent* event) {
    if (!takesDrop(*event)) return event->ignore();
    event->setDropAction(Qt::MoveAction);
    event->accept();
}

void BinList::dragLeaveEvent(QDragLeaveEvent*) {
    setDropTarget(false);
}

void BinList::dropEvent(QDropEvent* event) {
    setDropTarget(false);
    const std::vector<CellKey> keys = takesDrop(*event) ? CellModel::keysOf(event->mimeData()) : std::vector<CellKey>();
    if (keys.empty()) return event->ignore();
    event->setDropAction(Qt::MoveAction);
    event->accept();
    Q_EMIT cellsDropped(keys);
}

}  // namespace leukolens::ui
