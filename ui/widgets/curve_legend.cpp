#include "ui/widgets/curve_legend.h"

#include <QPainter>

#include "ui/shell/theme.h"
#include "ui/widgets/fold_mark.h"

namespace leukolens::ui {
namespace {

constexpr int kSamplePx = 24;
constexpr int kGapPx = 6;
constexpr int kBetweenPx = 18;

}  // namespace

CurveLegend::CurveLegend(QWidget* parent) : QWidget(parent) {
    setObjectName("curveLegend");
    setFont(Theme::font(0.92));
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    setFolds(0);
}

void CurveLegend::setFolds(int folds) {
    m_entries.clear();
    for (int fold = 1; fold <= folds; ++fold) m_entries.push_back({Entry::Kind::Fold, fold, tr("Fold %1").arg(fold)});
    m_entries.push_back({Entry::Kind::Validation, 0, tr("validation")});
    m_entries.push_back({Entry::Kind::Training, 0, tr("training")});
    m_entries.push_back({Entry::Kind::Best, 0, tr("best epoch")});
    QStringList words;
    for (const Entry& entry : m_entries) words << entry.text;
    setAccessibleName(tr("Legend: %1").arg(words.join(", ")));
    updateGeometry();
    update();
}

std::vector<QRect> CurveLegend::places(int width) const {
    std::vector<QRect> rects;
    const int line = fontMetrics().height() + 4;
    int x = 0, y = 0;
    for (const Entry& entry : m_entries) {
        const int wide = kSamplePx + kGapPx + fontMetrics().horizontalAdvance(entry.text);
        if (x > 0 && x + wide > width) {
            x = 0;
            y += line;
        }
        rects.emplace_back(x, y, wide, line);
        x += wide + kBetweenPx;
    }
    return rects;
}

int CurveLegend::heightForWidth(int width) const {
    return places(width).back().bottom() + 1;
}

QSize CurveLegend::sizeHint() const {
    const QRect last = places(4000).back();
    return {last.right(), heightForWidth(width() > 0 ? width() : last.right())};
}

void CurveLegend::drawSample(QPainter& painter, const Entry& entry, const QRectF& box) const {
    const QPointF centre = box.center();
    switch (entry.kind) {
        case Entry::Kind::Fold: drawFoldMark(painter, entry.fold, centre, 4); break;
        case Entry::Kind::Validation:
        case Entry::Kind::Training:
            painter.setPen(QPen(Theme::mutedText(), 2, entry.kind == Entry::Kind::Training ? Qt::DashLine : Qt::SolidLine));
            painter.drawLine(QPointF(box.left(), centre.y()), QPointF(box.right(), centre.y()));
            break;
        case Entry::Kind::Best:
            painter.setPen(QPen(Theme::text(), 1.5));
            painter.setBrush(Qt::NoBrush);
            painter.drawEllipse(centre, 6, 6);
            break;
    }
}

void CurveLegend::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const std::vector<QRect> rects = places(width());
    for (std::size_t i = 0; i < m_entries.size(); ++i) {
        const QRect& rect = rects[i];
        drawSample(painter, m_entries[i], QRectF(rect.left(), rect.top(), kSamplePx, rect.height()));
        painter.setPen(Theme::mutedText());
        painter.drawText(rect.adjusted(kSamplePx + kGapPx, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, m_entries[i].text);
    }
}

}  // namespace leukolens::ui
