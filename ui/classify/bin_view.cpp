#include "ui/classify/bin_view.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPainter>
#include <QPainterPath>
#include <QVBoxLayout>

#include <algorithm>

#include "ui/classify/bin_list.h"
#include "ui/classify/review_keys.h"
#include "ui/shell/class_words.h"
#include "ui/shell/labels.h"
#include "ui/shell/theme.h"

namespace leukolens::ui {

namespace {
constexpr int kStripePx = 4;
constexpr int kLastKey = 9;
constexpr int kKeyPx = 22;
constexpr int kHeaderMarginPx = 10;
constexpr int kBinPx = 190, kNarrowBinPx = 150;  // at least
constexpr int kMostTitlePx = 220;                // a longer title is shortened
constexpr int kUsualCount = 999;                 // cells whose number has room beside the title
}  // namespace

BinView::BinView(CellModel& cells, const BinId& bin, int classIndex, CellDelegate* cards, QWidget* parent)
    : QFrame(parent), m_cells(cells), m_classIndex(classIndex), m_filter(new BinFilter(cells, bin, this)) {
    setObjectName("bin-" + binName(bin));
    setProperty("card", true);

    m_list = new BinList(this);
    m_list->setObjectName("cells-" + binName(bin));
    m_list->setModel(m_filter);
    m_list->setCards(cards);
    m_list->setAccessibleName(tr("Cells in %1").arg(binTitle(bin)));
    if (bin.kind == BinId::Kind::Undecided) m_list->setEmptyText(tr("Every cell is decided"));
    if (bin.kind == BinId::Kind::Excluded) m_list->setEmptyText(tr("Drag cells here to leave them out of the counts (X)"));

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(1, kStripePx + 1, 1, 6);
    layout->setSpacing(6);
    m_header = createHeader(classIndex);
    layout->addWidget(m_header);
    layout->addWidget(m_list, 1);
    setMinimumWidth(std::max(bin.kind == BinId::Kind::Excluded ? kNarrowBinPx : kBinPx, headerPx()));

    for (auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
        connect(m_filter, signal, this, &BinView::updateCounts);
    connect(m_filter, &QAbstractItemModel::modelReset, this, &BinView::updateCounts);
    updateCounts();
}

QWidget* BinView::createHeader(int classIndex) {
    auto* header = new QWidget(this);
    auto* row = new QHBoxLayout(header);
    row->setContentsMargins(kHeaderMarginPx, 6, kHeaderMarginPx, 6);
    row->setSpacing(Theme::kSpacingPx);

    const QString key = keyOfBin(classIndex);
    auto* keyLabel = new QLabel(key, header);
    keyLabel->setObjectName("binKey");
    keyLabel->setAlignment(Qt::AlignCenter);
    keyLabel->setFixedSize(kKeyPx, kKeyPx);
    keyLabel->setVisible(!key.isEmpty());
    keyLabel->setProperty("role", "muted");
    keyLabel->setToolTip(tr("Press %1 to move the selected cells here").arg(key));
    row->addWidget(keyLabel);

    header->setMinimumHeight(kKeyPx + 12);  // as high without a key

    m_title = new ElidedLabel(Qt::ElideRight, header);
    m_title->setObjectName("binTitle");
    m_title->setFont(Theme::font(1.05, QFont::DemiBold));
    m_title->setFullText(binTitle(bin()));
    row->addWidget(m_title, 1);

    m_count = new QLabel(header);
    m_count->setObjectName("binCount");
    m_count->setFont(Theme::font(1.05, QFont::DemiBold));
    m_count->setToolTip(tr("Cells in this bin"));
    row->addWidget(m_count);
    m_share = new QLabel(header);
    m_share->setObjectName("binShare");
    m_share->setProperty("role", "muted");
    m_share->setToolTip(tr("Share of the identified cells"));
    row->addWidget(m_share);
    return header;
}

QString BinView::keyOfBin(int classIndex) const {
    if (bin().kind == BinId::Kind::Excluded) return keyOf(ReviewAction::ToggleExcluded);
    if (!bin().isClass()) return {};
    if (bin().isUnidentified()) return keyOf(ReviewAction::ToUnidentified);
    return classIndex < kLastKey ? QString::number(classIndex + 1) : QString();
}

void BinView::updateCounts() {
    const int shown = m_filter->rowCount(), count = m_filter->cellsInBin();
    const int total = m_cells.rowCount() - m_cells.excludedCount();
    //: cells of a bin that a filter shows, and all of the bin
    m_count->setText(shown == count ? locale().toString(count) : tr("%1 of %2").arg(locale().toString(shown), locale().toString(count)));
    const int identified = m_cells.identifiedCount();
    m_share->setText(identified > 0 ? percentText(static_cast<double>(count) / identified) : QString());
    showShare();
    m_header->setAccessibleName(tr("%1: %2 of %3 cells").arg(binTitle(bin())).arg(count).arg(total));
}

int BinView::headerPx() const {
    const int keyPx = keyOfBin(m_classIndex).isEmpty() ? 0 : kKeyPx + Theme::kSpacingPx;
    const int titlePx = std::min(m_title->sizeHint().width(), kMostTitlePx);
    const int countPx = std::max(m_count->sizeHint().width(), m_count->fontMetrics().horizontalAdvance(locale().toString(kUsualCount)));
    return 2 * (kHeaderMarginPx + 1) + keyPx + titlePx + Theme::kSpacingPx + countPx;
}

void BinView::showShare() { m_share->setVisible(bin().isClass() && !bin().isUnidentified() && width() >= headerPx() + Theme::kSpacingPx + m_share->sizeHint().width()); }

void BinView::resizeEvent(QResizeEvent* event) {
    QFrame::resizeEvent(event);
    showShare();
}

void BinView::paintEvent(QPaintEvent* event) {
    QFrame::paintEvent(event);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QPainterPath inside;
    inside.addRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), Theme::kRadiusPx - 1, Theme::kRadiusPx - 1);
    painter.setClipPath(inside);
    const QColor colour = bin().isClass() ? Theme::classColour(QString::fromStdString(bin().className), m_classIndex) : Theme::mutedText();
    QColor wash = colour;
    wash.setAlphaF(0.10F);
    painter.fillRect(QRect(0, 0, width(), m_header->geometry().bottom() + 1), wash);
    painter.fillRect(QRect(0, 0, width(), kStripePx + 1), colour);
    painter.setClipping(false);
    if (const auto* key = m_header->findChild<QLabel*>("binKey"); key && key->isVisible()) {
        painter.setPen(QPen(Theme::mutedText(), 1));
        painter.setBrush(Theme::surface());
        const QRect frame(m_header->mapTo(this, key->pos()), key->size());
        painter.drawRoundedRect(QRectF(frame).adjusted(0.5, 0.5, -0.5, -0.5), 5, 5);
    }
}

}  // namespace leukolens::ui
