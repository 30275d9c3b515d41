#include "ui/classify/probability_bars.h"

#include <QPainter>

#include <algorithm>

#include "ui/shell/accessible_role.h"
#include "ui/shell/class_words.h"
#include "ui/shell/theme.h"

namespace leukolens::ui {

namespace {
constexpr int kBarHeightPx = 6;
constexpr int kGapPx = 8;
}  // namespace

ProbabilityBars::ProbabilityBars(QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleRole(*this, QAccessible::Graphic);
    setToolTip(tr("Probability the model gives each class"));
}

void ProbabilityBars::setCell(const casebook::CaseCell& cell) {
    m_classes = cell.classes;
    m_probabilities = cell.probabilities;
    m_probabilities.resize(m_classes.size());
    QStringList words;
    for (std::size_t i = 0; i < m_classes.size(); ++i)
        words << classTitle(m_classes[i]) + ' ' + percentText(m_probabilities[i], 1);
    setAccessibleName(words.join(", "));
    updateGeometry();
    update();
}

void ProbabilityBars::clear() {
    setCell({});
}

int ProbabilityBars::rowHeightPx() const {
    return fontMetrics().height() + 3 + kBarHeightPx + kGapPx;
}

QSize ProbabilityBars::sizeHint() const {
    return {200, static_cast<int>(m_classes.size()) * rowHeightPx()};
}

void ProbabilityBars::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    for (std::size_t i = 0; i < m_classes.size(); ++i) {
        const QRect words(0, static_cast<int>(i) * rowHeightPx(), width(), fontMetrics().height());
        const QString share = percentText(m_probabilities[i], 1);
        painter.setPen(Theme::text());
        painter.drawText(words, Qt::AlignRight | Qt::AlignVCenter, share);
        const int roomPx = width() - fontMetrics().horizontalAdvance(share) - kGapPx;
        painter.drawText(words, Qt::AlignLeft | Qt::AlignVCenter,
                         fontMetrics().elidedText(classTitle(m_classes[i]), Qt::ElideRight, roomPx));

        QRectF bar(0, words.bottom() + 3, width(), kBarHeightPx);
        painter.setPen(Qt::NoPen);
        painter.setBrush(Theme::border());
        painter.drawRoundedRect(bar, kBarHeightPx / 2.0, kBarHeightPx / 2.0);
        bar.setWidth(std::max<qreal>(kBarHeightPx, bar.width() * std::clamp(m_probabilities[i], 0.0, 1.0)));
        painter.setBrush(Theme::classColour(QString::fromStdString(m_classes[i]), static_cast<int>(i)));
        painter.drawRoundedRect(bar, kBarHeightPx / 2.0, kBarHeightPx / 2.0);
    }
}

}  // namespace leukolens::ui
