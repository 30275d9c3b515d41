#include "ui/report/pdf_cell.h"

#include <algorithm>

#include "core/report/cell_strips.h"
#include "ui/report/pdf_cell_picture.h"
#include "ui/report/report_text.h"
#include "ui/shell/class_words.h"

namespace leukolens::ui::pdf {
namespace {

constexpr double kTextGap = 0.9;

const TextStyle kCaption{6.6, false, ink::kText, Qt::AlignHCenter | Qt::AlignTop | Qt::TextWordWrap};
const TextStyle kCorrection{6, true, ink::kCorrected.darker(130), Qt::AlignHCenter | Qt::AlignTop | Qt::TextWordWrap};

/// The model's probability of the class the cell stands in; of an unidentified one the highest, with its class.
QString captionOf(const casebook::CaseCell& cell) {
    const auto value = report::probabilityOfClass(cell);
    if (!value) return QStringLiteral("–");
    if (cell.assignedClass != casebook::kUnidentified) return probability(*value);
    const auto index = static_cast<std::size_t>(std::max_element(cell.probabilities.begin(), cell.probabilities.end()) - cell.probabilities.begin());
    return classTitle(cell.classes[index]) + QChar(QChar::LineSeparator) + probability(*value);
}

QString correctionOf(const casebook::CaseCell& cell, CellWords words) {
    if (!cell.corrected()) return {};
    //: below the picture of a corrected cell, where a label says that; %1 is the class the model gave
    if (words == CellWords::Short) return Words::tr("was %1").arg(classTitle(cell.predictedClass));
    //: below the picture of a cell that a person moved to another class; %1 is the class the model gave
    return Words::tr("corrected, was %1").arg(classTitle(cell.predictedClass));
}

/// Small enough that a class's name is not broken under a narrow picture.
TextStyle correctionStyle(const Document& document, const QString& correction, double sideMm) {
    constexpr double kLeastPt = 4.5;
    constexpr int kMostLines = 2;
    TextStyle style = kCorrection;
    while (style.sizePt > kLeastPt && document.textHeight(correction, style, sideMm) > (kMostLines + 0.5) * document.textHeight(QStringLiteral("x"), style, sideMm)) style.sizePt -= 0.25;
    return style;
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

void drawPicture(Canvas& canvas, const QRectF& square, const report::PictureFile& file, bool corrected, int sidePx) {
    const CellPicture picture = readCellPicture(file, sidePx);
    if (picture.state == PictureState::Shown) {
        canvas.frame(square, 0.24, ink::kRule);
        canvas.image(square, picture.image, picture.image.pixelColor(0, 0));
    } else {
        canvas.frame(square, 0.25, ink::kMuted, Dash::Dashed);
        canvas.text(square.adjusted(1, 1, -1, -1), reasonOf(picture.state),
                    {7, false, ink::kMuted, Qt::AlignCenter | Qt::TextWordWrap});
    }
    if (corrected) canvas.frame(square.adjusted(-0.35, -0.35, 0.35, 0.35), 0.9, ink::kCorrected);
}

}  // namespace

double cellHeight(const Document& document, const casebook::CaseCell& cell, double sideMm, CellWords words) {
    const double height = sideMm + kTextGap + document.textHeight(captionOf(cell), kCaption, sideMm);
    const QString correction = correctionOf(cell, words);
    return height + document.textHeight(correction, correctionStyle(document, correction, sideMm), sideMm);
}

void addCell(Document& document, const report::CaseReport& report, std::size_t index, double x, double sideMm, int sidePx, CellWords words) {
    const casebook::CaseCell& cell = report.cells[index];
    const double top = document.y, textTop = top + sideMm + kTextGap;
    const double captionHeight = document.textHeight(captionOf(cell), kCaption, sideMm);
    const QString correction = correctionOf(cell, words);
    const TextStyle style = correctionStyle(document, correction, sideMm);
    const double correctionHeight = document.textHeight(correction, style, sideMm);
    document.draw([=, file = report::pictureOf(report, index), caption = captionOf(cell), corrected = cell.corrected()](Canvas& canvas) {
        drawPicture(canvas, {x, top, sideMm, sideMm}, file, corrected, sidePx);
        canvas.text({x, textTop, sideMm, captionHeight}, caption, kCaption);
        if (!correction.isEmpty()) canvas.text({x, textTop + captionHeight, sideMm, correctionHeight}, correction, style);
    });
}

}  // namespace leukolens::ui::pdf
