#include "ui/widgets/curve_legend.h"

#include <QPainter>

#include "ui/shell/accessible_role.h"
#include "ui/shell/theme.h"
#include "ui/widgets/fold_mark.h"

namespace leukolens::ui {
namespace {

constexpr int kSamplePx = 24;
constexpr int kGapPx = 6;
constexpr int kPadPx = 4;
constexpr int kBetweenPx = 6;

}  // namespace

CurveLegendEntry::CurveLegendEntry(Kind kind, int fold, const QString& text, QWidget* parent) : QAbstractButton(parent), m_kind(kind), m_fold(fold) {
    setText(text);
    setFont(Theme::font(0.92));
    setAccessibleName(text);
    setCheckable(canBeHidden());
    setChecked(true);
    setFocusPolicy(canBeHidden() ? Qt::TabFocus : Qt::NoFocus);
    if (!canBeHidden()) {
        setAccessibleRole(*this, QAccessible::StaticText);  // it explains, and cannot be pressed
        return;
    }
    setCursor(Qt::PointingHandCursor);
    setToolTip(tr("Hide or show %1 (click, or the space bar)").arg(text));
}

QSize CurveLegendEntry::sizeHint() const {
    return {2 * kPadPx + kSamplePx + kGapPx + fontMetrics().horizontalAdvance(text()), fontMetrics().height() + 6};
}

void CurveLegendEntry::drawSample(QPainter& painter, const QRectF& box) const {
    const QPointF centre = box.center();
    const auto line = [&](const QPen& pen) {
        painter.setPen(pen);
        painter.drawLine(QPointF(box.left(), centre.y()), QPointF(box.right(), centre.y()));
    };
    const auto area = [&](QColor colour, float share) {
        colour.setAlphaF(share);
        painter.fillRect(box.adjusted(2, 3, -2, -3), colour);
    };
    switch (m_kind) {
        case Kind::Fold: drawFoldMark(painter, m_fold, centre, 4); break;
        case Kind::Validation: line(QPen(Theme::mutedText(), 2)); break;
        case Kind::Training: line(QPen(Theme::mutedText(), 2, Qt::DashLine)); break;
        case Kind::OldRun: line(QPen(Theme::mutedText(), 1.3, Qt::DashLine)); break;
        case Kind::Best:
            painter.setPen(QPen(Theme::text(), 1.5));
            painter.setBrush(Qt::NoBrush);
            painter.drawEllipse(centre, 6, 6);
            break;
        case Kind::Patience: area(Theme::accent(), 0.25F); break;
        case Kind::Band:
            area(Theme::text(), 0.15F);
            line(QPen(Theme::text(), 2));
            break;
    }
}

void CurveLegendEntry::draw(QPainter& painter, const QRect& box) const {
    painter.save();
    if (!isChecked() && canBeHidden()) painter.setOpacity(0.4);
    const QRect inner = box.adjusted(kPadPx, 0, -kPadPx, 0);
    drawSample(painter, QRectF(inner.left(), inner.top(), kSamplePx, inner.height()));
    QFont words = font();
    words.setStrikeOut(!isChecked() && canBeHidden());
    painter.setFont(words);
    painter.setPen(Theme::mutedText());
    painter.drawText(inner.adjusted(kSamplePx + kGapPx, 0, kPadPx, 0), Qt::AlignLeft | Qt::AlignVCenter, text());
    painter.restore();
}

void CurveLegendEntry::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (canBeHidden() && (underMouse() || hasFocus())) {
        painter.setPen(hasFocus() ? QPen(Theme::accent()) : QPen(Qt::NoPen));
        painter.setBrush(Theme::hover());
        painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 5, 5);
    }
    draw(painter, rect());
}

CurveLegend::CurveLegend(QWidget* parent) : QWidget(parent) {
    setObjectName("curveLegend");
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    rebuild();
}

void CurveLegend::setFolds(int folds) {
    m_folds = folds;
    rebuild();
}

void CurveLegend::setOldRuns(const QStringList& names) {
    m_oldRuns = names;
    rebuild();
}

void CurveLegend::setBand(bool shown) {
    if (shown == m_band) return;
    m_band = shown;
    rebuild();
}

void CurveLegend::setPatience(bool shown) {
    if (shown == m_patience) return;
    m_patience = shown;
    rebuild();
}

void CurveLegend::rebuild() {
    using Kind = CurveLegendEntry::Kind;
    QStringList hidden;
    for (CurveLegendEntry* entry : m_entries) {
        if (!entry->isChecked()) hidden << entry->objectName();
        entry->hide();
        entry->deleteLater();
    }
    m_entries.clear();
    const auto add = [this](Kind kind, int fold, const QString& text) {
        m_entries.push_back(new CurveLegendEntry(kind, fold, text, this));
        return m_entries.back();
    };
    for (int fold = 1; fold <= m_folds; ++fold) {
        CurveLegendEntry* entry = add(Kind::Fold, fold, tr("Fold %1").arg(fold));
        entry->setObjectName(QString("legendFold%1").arg(fold));
        connect(entry, &QAbstractButton::toggled, this, [this, fold](bool shown) { Q_EMIT foldToggled(fold, shown); });
    }
    add(Kind::Validation, 0, tr("validation"));
    add(Kind::Training, 0, tr("training"));
    add(Kind::Best, 0, tr("best epoch"));
    if (m_patience) add(Kind::Patience, 0, tr("patience"));
    if (m_band) add(Kind::Band, 0, tr("mean ± sd of validation"));
    for (int i = 0; i < m_oldRuns.size(); ++i) {
        CurveLegendEntry* entry = add(Kind::OldRun, 0, m_oldRuns[i]);
        entry->setObjectName(QString("legendOld%1").arg(i));
        connect(entry, &QAbstractButton::toggled, this, [this, i](bool shown) { Q_EMIT oldRunToggled(i, shown); });
    }
    QStringList words;
    for (CurveLegendEntry* entry : m_entries) {
        words << entry->text();
        if (hidden.contains(entry->objectName())) {
            const QSignalBlocker silent(entry);
            entry->setChecked(false);
        }
        entry->show();
    }
    setAccessibleName(tr("Legend: %1").arg(words.join(", ")));
    arrange();
    updateGeometry();
}

std::vector<QRect> CurveLegend::places(int width) const {
    std::vector<QRect> rects;
    int x = 0, y = 0;
    for (const CurveLegendEntry* entry : m_entries) {
        const QSize size = entry->sizeHint();
        if (x > 0 && x + size.width() > width) {
            x = 0;
            y += size.height();
        }
        rects.emplace_back(QPoint(x, y), size);
        x += size.width() + kBetweenPx;
    }
    return rects;
}

void CurveLegend::arrange() {
    const std::vector<QRect> rects = places(width());
    for (std::size_t i = 0; i < m_entries.size(); ++i) m_entries[i]->setGeometry(rects[i]);
}

void CurveLegend::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    arrange();
}

int CurveLegend::heightForWidth(int width) const {
    return places(width).back().bottom() + 1;
}

QSize CurveLegend::sizeHint() const {
    const QRect last = places(4000).back();
    return {last.right(), heightForWidth(width() > 0 ? width() : last.right())};
}

int CurveLegend::drawShown(QPainter* painter, int width) const {
    int x = 0, y = 0, line = 0;
    for (const CurveLegendEntry* entry : m_entries) {
        if (!entry->isChecked() && entry->canBeHidden()) continue;
        const QSize size = entry->sizeHint();
        line = size.height();
        if (x > 0 && x + size.width() > width) {
            x = 0;
            y += line;
        }
        if (painter) entry->draw(*painter, {QPoint(x, y), size});
        x += size.width() + kBetweenPx;
    }
    return y + line;
}

}  // namespace leukolens::ui
