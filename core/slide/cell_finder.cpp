#include "core/slide/cell_finder.h"

#include <algorithm>

#include "core/image/opencv_setup.h"
#include "core/slide/memory_slide.h"
#include "core/slide/nuclear_stain.h"
#include "core/slide/red_cells.h"
#include "core/slide/scan.h"

namespace leukolens::slide {
namespace {

/// Pixels as a slide of one level. They outlive it.
class Field final : public Slide {
public:
    explicit Field(const Pixels& pixels) : m_pixels(pixels) {
        m_facts.format = kPictureFormat;
        m_facts.levels = {{pixels.width, pixels.height, 1, pixels.width, pixels.height}};
    }

    const Facts& facts() const override { return m_facts; }

    Result<Pixels> read(const Region& region) const override {
        if (const auto sound = checkRegion(m_facts, region); !sound) return fail(sound.error());
        return partOf(m_pixels, region);
    }

    Result<image::Image> associated(const std::string& name) const override { return noSuchPicture(m_facts, name); }

private:
    const Pixels& m_pixels;
    Facts m_facts;
};

}  // namespace

double overlapOf(const Box& a, const Box& b) {
    const double width = std::min(a.x + a.width, b.x + b.width) - std::max(a.x, b.x), height = std::min(a.y + a.height, b.y + b.height) - std::max(a.y, b.y);
    if (width <= 0 || height <= 0) return 0;
    const double both = width * height;
    return both / (a.width * a.height + b.width * b.height - both);
}

FieldCells findCells(const Pixels& pixels, std::optional<double> umPerPx) {
    if (pixels.argb.empty()) return {{}, umPerPx, false};
    const Field field(pixels);
    ScanPlan plan;
    plan.umPerPx = umPerPx;
    NoProgress progress;
    const auto outcome = scan(field, plan, nullptr, progress, {});
    // Pixels in memory are always read; what is left to refuse is a scale at which no cell is to be seen.
    if (!outcome) return {{}, umPerPx, false};
    return {outcome->cells, outcome->umPerPx, outcome->umPerPxEstimated};
}

std::optional<double> estimateUmPerPx(const Pixels& pixels) {
    image::prepareOpenCv();
    if (pixels.argb.empty()) return std::nullopt;
    const auto diameter = redCellDiameterPx(view(pixels));
    return diameter ? std::optional(kRedCellUm / *diameter) : std::nullopt;
}

}  // namespace leukolens::slide
