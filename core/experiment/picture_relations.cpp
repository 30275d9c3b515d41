#include "core/experiment/picture_relations.h"

#include <cmath>
#include <limits>
#include <map>

#include "core/base/files.h"

namespace leukolens::experiment {
namespace {

constexpr PictureMeasure kMeasures[] = {PictureMeasure::CellSize, PictureMeasure::Sharpness, PictureMeasure::Lightness, PictureMeasure::GreenRed, PictureMeasure::BlueYellow, PictureMeasure::LightnessSpread};

double valueOf(PictureMeasure measure, const image::PictureFacts& facts) {
    switch (measure) {
        case PictureMeasure::CellSize: return static_cast<double>(facts.cellShare) * facts.width * facts.height;
        case PictureMeasure::Sharpness: return facts.sharpness;
        case PictureMeasure::Lightness: return facts.labMean[0];
        case PictureMeasure::GreenRed: return facts.labMean[1];
        case PictureMeasure::BlueYellow: return facts.labMean[2];
        case PictureMeasure::LightnessSpread: return facts.labSd[0];
    }
    return std::numeric_limits<double>::quiet_NaN();
}

}  // namespace

Result<std::vector<PictureRelation>> pictureRelations(const evaluation::PredictionTable& test, const dataset::Dataset& dataset, const evaluation::BootstrapOptions& options, ProgressSink& progress,
                                                      const CancelToken& cancel) {
    std::map<std::string, const image::PictureFacts*> byPath;
    for (const auto& cell : dataset.cells)
        if (cell.facts.known()) byPath[toUtf8(cell.path.lexically_relative(dataset.root))] = &cell.facts;
    std::vector<const image::PictureFacts*> facts;
    bool any = false;
    for (const auto& cell : test.cells) {
        const auto found = byPath.find(cell.path);
        facts.push_back(found == byPath.end() ? nullptr : found->second);
        any = any || facts.back();
    }
    if (!any) return fail(ErrorCode::DataChanged, "holds none of the run's test cells", dataset.root, "Choose the data that the run began with.");
    const auto units = unitsOf(test);
    std::vector<PictureRelation> relations;
    std::vector<double> values(facts.size());
    for (const PictureMeasure measure : kMeasures) {
        for (std::size_t i = 0; i < facts.size(); ++i) values[i] = facts[i] ? valueOf(measure, *facts[i]) : std::numeric_limits<double>::quiet_NaN();
        auto relation = evaluation::relateErrors(test, units, values, kRelationGroups, options, progress, cancel);
        if (!relation) return fail(relation.error());
        relations.push_back({measure, std::move(*relation)});
    }
    return relations;
}

}  // namespace leukolens::experiment
