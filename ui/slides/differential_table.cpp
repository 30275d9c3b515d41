#include "ui/slides/differential_table.h"

#include <QGridLayout>
#include <QLabel>
#include <QLocale>
#include <QPainter>

#include <algorithm>

#include "ui/shell/class_words.h"
#include "ui/shell/help_request.h"
#include "ui/shell/labels.h"
#include "ui/shell/theme.h"

namespace leukolens::ui {
namespace {

constexpr int kNamePx = 84, kMostNamePx = 120;

QPixmap swatch(const QColor& colour, double ratio) {
    constexpr int kSidePx = 10;
    QPixmap pixmap(QSize(kSidePx, kSidePx) * ratio);
    pixmap.setDevicePixelRatio(ratio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    painter.drawRoundedRect(QRectF(0, 0, kSidePx, kSidePx), 2, 2);
    return pixmap;
}

QLabel* number(const QString& text, QWidget* parent) {
    auto* label = new QLabel(text, parent);
    label->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    return label;
}

}  // namespace

DifferentialTable::DifferentialTable(QWidget* parent) : QWidget(parent), m_grid(new QGridLayout(this)) {
    setObjectName("differential");
    help::setPlace(this, "slides#read-the-differential");
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(10);
    m_grid->setVerticalSpacing(4);
    m_grid->setColumnStretch(1, 1);
}

void DifferentialTable::clear() {
    while (QLayoutItem* item = m_grid->takeAt(0)) {
        // At once: a table that is filled ten times a second would otherwise collect labels.
        delete item->widget();
        delete item;
    }
}

void DifferentialTable::setMessage(const QString& message) {
    clear();
    QLabel* label = makeMuted(message, this);
    label->setObjectName("differentialMessage");
    m_grid->addWidget(label, 0, 0, 1, 5);
}

void DifferentialTable::setReport(const report::CaseReport& report, const std::vector<std::string>& classes) {
    clear();
    const QLocale locale;
    int row = 0;
    const auto addHead = [&](int column, const QString& text) {
        QLabel* head = makeMuted(text, this);
        head->setWordWrap(false);
        head->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
        m_grid->addWidget(head, row, column);
    };
    addHead(2, tr("Cells"));
    addHead(3, tr("Share"));
    addHead(4, tr("95 % interval"));
    for (const report::ClassCount& count : report.counts) {
        ++row;
        const auto known = std::find(classes.begin(), classes.end(), count.className);
        auto* colour = new QLabel(this);
        colour->setPixmap(swatch(Theme::classColour(QString::fromStdString(count.className), known == classes.end() ? -1 : static_cast<int>(known - classes.begin())), devicePixelRatioF()));
        m_grid->addWidget(colour, row, 0);
        auto* name = new ElidedLabel(Qt::ElideRight, this);
        name->setFullText(classTitle(count.className));
        name->setMinimumWidth(std::clamp(name->sizeHint().width(), kNamePx, kMostNamePx));
        m_grid->addWidget(name, row, 1);
        m_grid->addWidget(number(locale.toString(count.count), this), row, 2);
        m_grid->addWidget(number(count.share ? percentText(count.share->value, 1) : QStringLiteral("–"), this), row, 3);
        //: a range such as 2.2–47.1 %
        m_grid->addWidget(number(count.share ? tr("%1–%2").arg(locale.toString(100 * count.share->low, 'f', 1), percentText(count.share->high, 1)) : QStringLiteral("–"), this), row, 4);
    }
    auto* total = new QLabel(tr("Total"), this);
    total->setFont(Theme::font(1.0, QFont::DemiBold));
    QLabel* sum = number(locale.toString(report.total), this);
    sum->setFont(Theme::font(1.0, QFont::DemiBold));
    m_grid->addWidget(total, ++row, 1);
    m_grid->addWidget(sum, row, 2);
    if (report.fewCells && report.identified > 0) {
        QLabel* few = makeMuted(tr("Of %Ln identified cell(s); 200 is the usual count.", "", report.identified), this);
        m_grid->addWidget(few, ++row, 0, 1, 5);
    }
}

}  // namespace leukolens::ui
