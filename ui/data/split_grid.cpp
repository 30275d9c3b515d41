#include "ui/data/split_grid.h"

#include <QCoreApplication>
#include <QHelpEvent>
#include <QLocale>
#include <QPainter>
#include <QPainterPath>
#include <QScrollBar>
#include <QToolTip>

#include <algorithm>

#include "ui/shell/accessible_role.h"
#include "ui/shell/theme.h"

namespace leukolens::ui {
namespace {

constexpr int kRowPx = 30;
constexpr int kMinColumnPx = 26;
constexpr int kMaxColumnPx = 72;
constexpr int kClassBandPx = 4;
constexpr int kHeaderGapPx = 6;

}  // namespace

QColor textOnPart(SplitPart part) {
    return qGray(partColour(part).rgb()) > 130 ? QColor("#16151d") : QColor("#ffffff");
}

QColor partColour(SplitPart part) {
    switch (part) {
        case SplitPart::Train: return Theme::isDark() ? QColor("#3d3d50") : QColor("#e3e2ec");
        case SplitPart::Validation: return Theme::isDark() ? QColor("#e69f00") : QColor("#f0b43c");
        case SplitPart::Test: return Theme::isDark() ? QColor("#56b4e9") : QColor("#0072b2");
    }
    return {};
}

QString partName(SplitPart part) {
    switch (part) {
        case SplitPart::Train: return QCoreApplication::translate("SplitPart", "Training");
        case SplitPart::Validation: return QCoreApplication::translate("SplitPart", "Validation");
        case SplitPart::Test: return QCoreApplication::translate("SplitPart", "Test");
    }
    return {};
}

QString partLetters(SplitPart part) {
    switch (part) {
        case SplitPart::Train: return QCoreApplication::translate("SplitPart", "Tr", "training, two letters");
        case SplitPart::Validation: return QCoreApplication::translate("SplitPart", "Va", "validation, two letters");
        case SplitPart::Test: return QCoreApplication::translate("SplitPart", "Te", "test, two letters");
    }
    return {};
}

SplitGrid::SplitGrid(QWidget* parent) : QAbstractScrollArea(parent) {
    setObjectName("splitGrid");
    setAccessibleName(tr("Split of subjects into folds"));
    setAccessibleRole(*this, QAccessible::Chart);
    setFrameShape(QFrame::NoFrame);
    setFont(Theme::font(0.85));
    viewport()->setAutoFillBackground(false);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void SplitGrid::setPlan(SplitPlan plan, std::vector<QColor> classColours) {
    m_plan = std::move(plan);
    m_classColours = std::move(classColours);
    updateScrollBars();
    updateGeometry();
    viewport()->update();
}

void SplitGrid::clear() {
    setPlan({}, {});
}

int SplitGrid::rowLabelWidth() const {
    return fontMetrics().horizontalAdvance(tr("Fold %1").arg(20)) + 12;
}

int SplitGrid::columnWidth() const {
    if (m_plan.columns.empty()) return kMinColumnPx;
    const int room = (viewport()->width() - rowLabelWidth()) / static_cast<int>(m_plan.columns.size());
    return std::clamp(room, kMinColumnPx, kMaxColumnPx);
}

int SplitGrid::headerHeight() const {
    int longest = 0;
    for (const SplitColumn& column : m_plan.columns)
        longest = std::max(longest, fontMetrics().horizontalAdvance(QString::fromStdString(column.name)));
    // Names lie flat where they fit and stand upright where they do not.
    const int words = longest + 6 <= columnWidth() ? fontMetrics().height() : std::min(longest, 90);
    return words + kHeaderGapPx + kClassBandPx + kHeaderGapPx;
}

QSize SplitGrid::sizeHint() const {
    const int rows = std::clamp(static_cast<int>(m_plan.folds.size()), 1, 6);
    return {420, headerHeight() + rows * kRowPx + horizontalScrollBar()->sizeHint().height()};
}

QSize SplitGrid::minimumSizeHint() const {
    return {200, headerHeight() + 2 * kRowPx};
}

void SplitGrid::updateScrollBars() {
    const int columns = static_cast<int>(m_plan.columns.size()), rows = static_cast<int>(m_plan.folds.size());
    horizontalScrollBar()->setPageStep(std::max(1, viewport()->width() - rowLabelWidth()));
    horizontalScrollBar()->setRange(0, std::max(0, columns * columnWidth() - horizontalScrollBar()->pageStep()));
    horizontalScrollBar()->setSingleStep(columnWidth());
    verticalScrollBar()->setPageStep(std::max(1, viewport()->height() - headerHeight()));
    verticalScrollBar()->setRange(0, std::max(0, rows * kRowPx - verticalScrollBar()->pageStep()));
    verticalScrollBar()->setSingleStep(kRowPx);
}

void SplitGrid::resizeEvent(QResizeEvent* event) {
    QAbstractScrollArea::resizeEvent(event);
    updateScrollBars();
}

void SplitGrid::paintColumnHead(QPainter& painter, std::size_t column, const QRect& box) const {
    const SplitColumn& head = m_plan.columns[column];
    const QString name = QString::fromStdString(head.name);
    painter.setPen(Theme::mutedText());
    const QRect words = box.adjusted(0, 0, 0, -(kClassBandPx + 2 * kHeaderGapPx) + kHeaderGapPx);
    if (fontMetrics().horizontalAdvance(name) + 6 <= box.width()) {
        painter.drawText(words, Qt::AlignHCenter | Qt::AlignBottom, name);
    } else {
        painter.save();
        painter.translate(words.center().x(), words.bottom());
        painter.rotate(-90);
        const QString shown = fontMetrics().elidedText(name, Qt::ElideRight, words.height());
        painter.drawText(QRect(0, -fontMetrics().height() / 2, words.height(), fontMetrics().height()),
                         Qt::AlignLeft | Qt::AlignVCenter, shown);
        painter.restore();
    }
    const auto colour = static_cast<std::size_t>(head.classIndex);
    painter.fillRect(QRect(box.left() + 1, box.bottom() - kHeaderGapPx - kClassBandPx, box.width() - 2, kClassBandPx),
                     colour < m_classColours.size() ? m_classColours[colour] : Theme::mutedText());
}

/// Filled in proportion to the cells of each part, from left to right: training, validation, test.
void SplitGrid::paintCell(QPainter& painter, const PartCounts& counts, const QRectF& box) const {
    const int validation = counts.validationIsTest ? 0 : counts.validation;
    const int total = counts.train + validation + counts.test;
    if (total == 0) return;
    QPainterPath outline;
    outline.addRoundedRect(box, 4, 4);
    painter.save();
    painter.setClipPath(outline, Qt::IntersectClip);
    double left = box.left();
    const std::pair<SplitPart, int> parts[] = {
        {SplitPart::Train, counts.train}, {SplitPart::Validation, validation}, {SplitPart::Test, counts.test}};
    for (const auto& [part, cells] : parts) {
        const QRectF area(left, box.top(), box.width() * cells / total, box.height());
        painter.fillRect(area, partColour(part));
        const QString letters = partLetters(part);
        if (fontMetrics().horizontalAdvance(letters) <= area.width()) {
            painter.setPen(textOnPart(part));
            painter.drawText(area, Qt::AlignCenter, letters);
        }
        left += area.width();
    }
    painter.restore();
}

void SplitGrid::paintEvent(QPaintEvent*) {
    if (m_plan.columns.empty()) return;
    QPainter painter(viewport());
    painter.setRenderHint(QPainter::Antialiasing);
    const int wide = columnWidth(), head = headerHeight(), labels = rowLabelWidth();
    const int firstX = labels - horizontalScrollBar()->value(), firstY = head - verticalScrollBar()->value();
    const QRect view = viewport()->rect();
    for (std::size_t column = 0; column < m_plan.columns.size(); ++column) {
        const int x = firstX + static_cast<int>(column) * wide;
        if (x + wide < labels || x > view.right()) continue;
        painter.setClipRect(QRect(labels, 0, view.width(), head));
        paintColumnHead(painter, column, QRect(x, 0, wide, head));
        painter.setClipRect(QRect(labels, head, view.width(), view.height()));
        for (std::size_t fold = 0; fold < m_plan.folds.size(); ++fold) {
            const QRectF box(x + 1, firstY + static_cast<int>(fold) * kRowPx + 1, wide - 2, kRowPx - 4);
            paintCell(painter, m_plan.folds[fold][column], box);
        }
    }
    painter.setClipRect(QRect(0, head, labels, view.height()));
    painter.setPen(Theme::mutedText());
    for (std::size_t fold = 0; fold < m_plan.folds.size(); ++fold) {
        const QRect row(0, firstY + static_cast<int>(fold) * kRowPx, labels - 8, kRowPx - 2);
        painter.drawText(row, Qt::AlignLeft | Qt::AlignVCenter, tr("Fold %1").arg(fold + 1));
    }
}

QString SplitGrid::describe(std::size_t fold, std::size_t column) const {
    const PartCounts& counts = m_plan.folds[fold][column];
    QStringList lines{tr("%1, fold %2").arg(QString::fromStdString(m_plan.columns[column].name)).arg(fold + 1)};
    auto add = [&](SplitPart part, int cells) {
        if (cells > 0) lines << tr("%1: %n cell(s)", nullptr, cells).arg(partName(part));
    };
    add(SplitPart::Train, counts.train);
    add(SplitPart::Validation, counts.validation);
    add(SplitPart::Test, counts.test);
    return lines.join('\n');
}

bool SplitGrid::viewportEvent(QEvent* event) {
    if (event->type() != QEvent::ToolTip) return QAbstractScrollArea::viewportEvent(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const int column = (help->pos().x() - rowLabelWidth() + horizontalScrollBar()->value()) / columnWidth();
    const int fold = (help->pos().y() - headerHeight() + verticalScrollBar()->value()) / kRowPx;
    const bool inside = help->pos().x() >= rowLabelWidth() && help->pos().y() >= headerHeight() &&
                        column < static_cast<int>(m_plan.columns.size()) && fold < static_cast<int>(m_plan.folds.size());
    if (inside) {
        QToolTip::showText(help->globalPos(), describe(static_cast<std::size_t>(fold), static_cast<std::size_t>(column)),
                           viewport());
    } else {
        QToolTip::hideText();
    }
    return true;
}

}  // namespace leukolens::ui
