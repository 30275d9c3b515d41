#include "ui/cases/typical_cells.h"

#include <QPainter>

#include <algorithm>
#include <map>

#include "ui/shell/accessible_role.h"
#include "ui/shell/class_words.h"
#include "ui/shell/theme.h"
#include "ui/widgets/cards.h"
#include "ui/widgets/thumbnail_loader.h"

namespace leukolens::ui {
namespace {

constexpr int kSidePx = 60, kGapPx = 6, kRowGapPx = 8;

double sureness(const casebook::CaseCell& cell) {
    const auto found = std::ranges::find(cell.classes, cell.assignedClass);
    const auto place = static_cast<std::size_t>(found - cell.classes.begin());
    return place < cell.probabilities.size() ? cell.probabilities[place] : 0;
}

}  // namespace

std::vector<TypicalClass> typicalCells(const std::vector<casebook::CaseCell>& cells, std::size_t each) {
    std::map<std::string, std::vector<const casebook::CaseCell*>> byClass;
    for (const auto& cell : cells)
        if (!cell.excluded && !cell.corrected() && cell.assignedClass != casebook::kUnidentified) byClass[cell.assignedClass].push_back(&cell);
    std::vector<TypicalClass> classes;
    for (auto& [name, found] : byClass) {
        std::ranges::stable_sort(found, std::ranges::greater(), [](const auto* cell) { return sureness(*cell); });
        TypicalClass typical{name, {}};
        for (std::size_t i = 0; i < std::min(each, found.size()); ++i) typical.pictures.push_back(found[i]->path);
        classes.push_back(std::move(typical));
    }
    return classes;
}

TypicalCells::TypicalCells(ThumbnailLoader& thumbnails, QWidget* parent) : QWidget(parent), m_thumbnails(thumbnails) {
    setToolTip(tr("The cells that the model was surest of and nobody corrected"));
    setAccessibleName(tr("Typical cells"));
    setAccessibleRole(*this, QAccessible::Graphic);
    connect(&thumbnails, &ThumbnailLoader::ready, this, qOverload<>(&QWidget::update));
}

void TypicalCells::set(std::vector<TypicalClass> classes) {
    m_classes = std::move(classes);
    updateGeometry();
    update();
}

QSize TypicalCells::sizeHint() const {
    const int row = fontMetrics().height() + 2 + kSidePx + kRowGapPx;
    return {static_cast<int>(kEach) * (kSidePx + kGapPx), std::max(1, static_cast<int>(m_classes.size())) * row};
}

void TypicalCells::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
    int top = 0;
    for (const auto& typical : m_classes) {
        painter.setPen(Theme::mutedText());
        painter.drawText(QRect(0, top, width(), fontMetrics().height()), Qt::AlignLeft | Qt::AlignVCenter, classTitle(typical.className));
        top += fontMetrics().height() + 2;
        int left = 0;
        for (const auto& picture : typical.pictures) {
            if (left + kSidePx > width()) break;
            paintCardPicture(painter, QRect(left, top, kSidePx, kSidePx), QString::fromStdString(picture), m_thumbnails);
            left += kSidePx + kGapPx;
        }
        top += kSidePx + kRowGapPx;
    }
}

}  // namespace leukolens::ui
