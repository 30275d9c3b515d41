#include "ui/classify/waiting_strip.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QListView>
#include <QLocale>
#include <QPainter>
#include <QScrollBar>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

#include "ui/classify/waiting_pictures.h"
#include "ui/shell/labels.h"
#include "ui/shell/theme.h"
#include "ui/widgets/cards.h"
#include "ui/widgets/thumbnail_loader.h"

namespace leukolens::ui {

namespace {

constexpr int kPicturePx = 56, kPaddingPx = 4, kGapPx = 6;
constexpr int kCardPx = kPicturePx + 2 * kPaddingPx;
constexpr int kScrollBarPx = 14;

/// The picture alone: what it is, the answer says.
class WaitingDelegate : public QStyledItemDelegate {
public:
    WaitingDelegate(ThumbnailLoader& thumbnails, QObject* parent) : QStyledItemDelegate(parent), m_thumbnails(thumbnails) {}

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        painter->save();
        const QRect card = paintCard(*painter, option, {kCardPx, kCardPx});
        paintHeldPicture(*painter, card.adjusted(kPaddingPx, kPaddingPx, -kPaddingPx, -kPaddingPx), index.data(WaitingPictures::PathRole).toString(), m_thumbnails, 1);
        painter->restore();
    }
    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override { return {kCardPx + kGapPx, kCardPx}; }

private:
    ThumbnailLoader& m_thumbnails;
};

}  // namespace

WaitingStrip::WaitingStrip(WaitingPictures& pictures, ThumbnailLoader& thumbnails, QWidget* parent) : QFrame(parent), m_pictures(pictures) {
    setObjectName("waitingStrip");
    setProperty("card", true);
    m_count = new QLabel(this);
    m_count->setObjectName("waitingCount");
    m_count->setFont(Theme::font(1.05, QFont::DemiBold));
    auto* title = makeText(tr("Waiting for the answer"), this);
    title->setProperty("role", "muted");
    title->setMaximumWidth(130);

    m_list = new QListView(this);
    m_list->setObjectName("waitingPictures");
    m_list->setAccessibleName(tr("Pictures that wait for the answer"));
    m_list->setToolTip(tr("Each goes to its bin with its answer. It is not in the case before."));
    m_list->setFlow(QListView::LeftToRight);
    m_list->setWrapping(false);
    m_list->setUniformItemSizes(true);
    m_list->setSelectionMode(QAbstractItemView::NoSelection);
    m_list->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setFixedHeight(kCardPx + kScrollBarPx);
    m_list->setItemDelegate(new WaitingDelegate(thumbnails, m_list));
    m_list->setModel(&m_pictures);

    auto* words = new QVBoxLayout;
    words->setSpacing(2);
    words->addStretch(1);
    words->addWidget(m_count);
    words->addWidget(title);
    words->addStretch(1);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(12, 6, 8, 4);
    row->setSpacing(12);
    row->addLayout(words);
    row->addWidget(m_list, 1);

    connect(&thumbnails, &ThumbnailLoader::ready, m_list->viewport(), qOverload<>(&QWidget::update));
    connect(&m_pictures, &QAbstractItemModel::rowsRemoved, this, [this](const QModelIndex&, int first, int last) { stayInPlace(first, last); });
    for (auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved}) connect(&m_pictures, signal, this, &WaitingStrip::refresh);
    connect(&m_pictures, &QAbstractItemModel::modelReset, this, &WaitingStrip::refresh);
    refresh();
}

void WaitingStrip::refresh() {
    m_count->setText(locale().toString(m_pictures.rowCount()));
    setVisible(m_pictures.rowCount() > 0);
}

/// Whoever looks further along the row goes on seeing the same pictures at the same place.
void WaitingStrip::stayInPlace(int first, int last) {
    QScrollBar* bar = m_list->horizontalScrollBar();
    const int left = (last - first + 1) * (kCardPx + kGapPx);
    if (bar->value() >= (first + 1) * (kCardPx + kGapPx)) bar->setValue(bar->value() - left);
}

}  // namespace leukolens::ui
