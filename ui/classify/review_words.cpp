#include "ui/classify/review_words.h"

#include <QCoreApplication>

#include "core/inference/predictor.h"
#include "ui/classify/bin_id.h"
#include "ui/shell/class_words.h"

namespace leukolens::ui {

namespace {
struct Words {
    Q_DECLARE_TR_FUNCTIONS(ReviewWords)
};
}  // namespace

QString flagTitle(const std::string& flag) {
    if (flag == inference::kUncertainFlag) return Words::tr("The model was uncertain");
    if (flag == inference::kForeignColoursFlag) return Words::tr("Colours foreign to the model");
    if (flag == inference::kNotNormalisedFlag) return Words::tr("Too little stain to normalise");
    if (flag == inference::kNotACellFlag) return Words::tr("Perhaps not a cell");
    if (flag == inference::kNotMaskedFlag) return Words::tr("No cell found to mask");
    if (flag == inference::kWholeFieldFlag) return Words::tr("A whole field of cells, not one cell");
    if (flag == inference::kBlurredFlag) return Words::tr("Blurred");
    return QString::fromStdString(flag);
}

QString flagAdvice(const std::string& flag) {
    if (flag != inference::kWholeFieldFlag) return {};
    return Words::tr("“Find cells” in Slides cuts such a field into its cells.");
}

QString binTitle(const BinId& bin) {
    switch (bin.kind) {
        case BinId::Kind::Excluded: return Words::tr("Excluded");
        case BinId::Kind::Undecided: return Words::tr("Not decided");
        case BinId::Kind::Class: break;
    }
    return classTitle(bin.className);
}

QString binName(const BinId& bin) {
    switch (bin.kind) {
        case BinId::Kind::Excluded: return QStringLiteral("excluded");
        case BinId::Kind::Undecided: return QStringLiteral("undecided");
        case BinId::Kind::Class: break;
    }
    return bin.isUnidentified() ? QStringLiteral("unidentified") : QString::fromStdString(bin.className);
}

}  // namespace leukolens::ui
