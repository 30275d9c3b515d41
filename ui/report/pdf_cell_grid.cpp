#include "ui/report/pdf_cell_grid.h"

#include <algorithm>

#include "ui/report/pdf_cell_picture.h"
#include "ui/report/report_text.h"
#include "ui/shell/class_words.h"

namespace leukolens::ui::pdf {
namespace {

constexpr int kPerRow = 8;
constexpr double kGap = 2.6;
constexpr double kSide = (kWidth - (kPerRow - 1) * kGap) / kPerRow;
constexpr double kTextTop = kSide + 0.9, kRowGap = 2.6;

const TextStyle kCaption{6.6, false, ink::kText, Qt::AlignHCenter | Qt::AlignTop | Qt::TextWordWrap};
const TextStyle kCorrection{6, true, ink::kCorrected.darker(130), Qt::AlignHCenter | Qt::AlignTop | Qt::TextWordWrap};

/// Sharp at arm's length for the usual count; smaller in a case of thousands, whose file would not open any more.
int pictureSidePx(int cells) {
    return cells <= 400 ? 240 : cells <= 1200 ? 180 : 120;
}

/// The model's probability of the class the cell stands in; of an unidentified one the highest, with its class.
QString captionOf(const casebook::CaseCell& cell) {
    if (cell.probabilities.empty()) return QStringLiteral("–");
    if (cell.assignedClass == casebook::kUnidentified) {
        const auto best = std::max_element(cell.probabilities.begin(), cell.probabilities.end());
        const auto index = static_cast<std::size_t>(best - cell.probabilities.begin());
        return classTitle(cell.classes[index]) + QChar(QChar::LineSeparator) + probability(*best);
    }
    const auto found = std::find(cell.classes.begin(), cell.classes.end(), cell.assignedClass);
    if (found == cell.classes.end()) return QStringLiteral("–");
    return probability(cell.probabilities[static_cast<std::size_t>(found - cell.classes.begin())]);
}

QString correctionOf(const casebook::CaseCell& cell) {
    //: below the picture of a cell that a person moved to another class; %1 is the class the model gave
    return cell.corrected() ? Words::tr("corrected, was %1").arg(classTitle(cell.predictedClass)) : QString();
}

QString reasonOf(PictureState state) {
    switch (state) {
        case PictureState::Shown: return {};
        case PictureState::Missing: return Words::tr("file missing");
        case PictureState::Changed: return Words::tr("file changed");
        case PictureState::Unreadable: return Words::tr("file unreadable");
    }
    return {};
}

void drawPicture(Canvas& canvas, const QRectF& square, const casebook::CaseCell& cell, int sidePx) {
    const CellPicture picture = readCellPicture(cell, sidePx);
    if (picture.state == PictureState::Shown) {
        canvas.frame(square, 0.24, ink::kRule);
        canvas.image(square, picture.image);
    } else {
        canvas.frame(square, 0.25, ink::kMuted, Dash::Dashed);
        canvas.text(square.adjusted(1, 1, -1, -1), reasonOf(picture.state),
                    {7, false, ink::kMuted, Qt::AlignCenter | Qt::TextWordWrap});
    }
    if (cell.corrected()) canvas.frame(square.adjusted(-0.35, -0.35, 0.35, 0.35), 0.9, ink::kCorrected);
}

/// What stands below the pictures of one row, and how high that makes it.
double rowHeight(const Document& document, const std::vector<const casebook::CaseCell*>& row) {
    double text = 0;
    for (const auto* cell : row) {
        double height = document.textHeight(captionOf(*cell), kCaption, kSide);
        if (cell->corrected()) height += document.textHeight(correctionOf(*cell), kCorrection, kSide);
        text = std::max(text, height);
    }
    return kTextTop + text;
}

void addCell(Document& document, const casebook::CaseCell& cell, double x, int sidePx) {
    const double top = document.y, captionHeight = document.textHeight(captionOf(cell), kCaption, kSide);
    document.draw([=](Canvas& canvas) {
        drawPicture(canvas, {x, top, kSide, kSide}, cell, sidePx);
        canvas.text({x, top + kTextTop, kSide, captionHeight}, captionOf(cell), kCaption);
        if (cell.corrected()) canvas.text({x, top + kTextTop + captionHeight, kSide, 5}, correctionOf(cell), kCorrection);
    });
}

}  // namespace

void addCellGrid(Document& document, const report::CaseReport& report, const report::ClassCount& count) {
    std::vector<const casebook::CaseCell*> cells;
    for (const auto& cell : report.cells) {
        if (!cell.excluded && cell.assignedClass == count.className) cells.push_back(&cell);
    }
    if (cells.empty()) return;
    const QString title = classTitle(count.className);
    QString note = Words::tr("cells: %1").arg(count.count);
    if (count.corrected > 0) note += QStringLiteral(" · ") + Words::tr("corrected: %1").arg(count.corrected);
    const int sidePx = pictureSidePx(report.total);
    addHeading(document, title, note, kSide + 8);
    for (std::size_t first = 0; first < cells.size(); first += kPerRow) {
        const auto last = std::min(first + kPerRow, cells.size());
        const std::vector row(cells.begin() + static_cast<std::ptrdiff_t>(first),
                              cells.begin() + static_cast<std::ptrdiff_t>(last));
        const double height = rowHeight(document, row);
        //: heading of a class whose pictures go on over the page
        if (document.ensure(height)) addHeading(document, Words::tr("%1 (continued)").arg(title), note, height);
        for (std::size_t i = 0; i < row.size(); ++i) {
            addCell(document, *row[i], kLeft + static_cast<double>(i) * (kSide + kGap), sidePx);
        }
        document.y += height + kRowGap;
    }
    document.y += 3;
}

}  // namespace leukolens::ui::pdf
