#include "core/dataset/demo_field.h"

#include <algorithm>
#include <climits>
#include <cmath>
#include <optional>
#include <string>

#include "core/base/random.h"
#include "core/dataset/demo_noise.h"
#include "core/dataset/demo_traits.h"

namespace leukolens::dataset {
namespace {

constexpr int kCellPicturePx = 300;     ///< what is cut out of a field by default (30 µm) then shows a cell as large as the demonstration's training pictures do
constexpr double kRedRadiusPx = 36;     ///< 7.2 µm across
constexpr double kRoomPx = 125;         ///< of a white cell, from its middle
constexpr int kTries = 4'000;
constexpr double kPallorShare = 0.42;   ///< of a red cell's radius
constexpr double kEdgePx = 1.6;
constexpr int kLeastShown = 3;          ///< a red cell has a box from a third of it on
constexpr int kMostWhiteCells = 1'000;  ///< of a field, so that no cell is in two fields

struct Circle {
    double x = 0, y = 0, radius = 0;
};

bool isFree(const std::vector<Circle>& taken, const Circle& wanted, double gap) {
    return std::none_of(taken.begin(), taken.end(), [&](const Circle& other) { return std::hypot(other.x - wanted.x, other.y - wanted.y) < other.radius + wanted.radius + gap; });
}

/// Where the pixels of a cell lie that are in the picture.
struct Extent {
    int left = INT_MAX, top = INT_MAX, right = INT_MIN, bottom = INT_MIN, pixels = 0;

    void add(int x, int y) {
        left = std::min(left, x);
        top = std::min(top, y);
        right = std::max(right, x + 1);
        bottom = std::max(bottom, y + 1);
        ++pixels;
    }

    DemoBox named(const char* className) const { return {className, left, top, right, bottom}; }
};

/// Light that comes through, a channel each, before it becomes grey levels.
class Canvas {
public:
    Canvas(const DemoFieldSettings& settings, const Stain& stain) : m_width(settings.width), m_height(settings.height), m_light(static_cast<std::size_t>(m_width) * static_cast<std::size_t>(m_height)) {
        std::fill(m_light.begin(), m_light.end(), stain.lamp);
    }

    Channels& at(int x, int y) { return m_light[static_cast<std::size_t>(y) * static_cast<std::size_t>(m_width) + static_cast<std::size_t>(x)]; }

    /// Thickest in a ring, paler in the middle, as a biconcave disc is. Nothing where too little of it is in the picture.
    std::optional<Extent> redCell(const Circle& cell, const Channels& density, double lopsided, double turn) {
        const int reach = static_cast<int>(std::ceil(1.2 * cell.radius));
        Extent shown;
        int whole = 0;
        for (int dy = -reach; dy <= reach; ++dy)
            for (int dx = -reach; dx <= reach; ++dx) {
                const int x = static_cast<int>(cell.x) + dx, y = static_cast<int>(cell.y) + dy;
                const double away = std::hypot(dx, dy), radius = cell.radius * (1 + lopsided * std::cos(2 * (std::atan2(dy, dx) - turn)));
                const double inside = std::clamp((radius - away) / kEdgePx, 0.0, 1.0);
                if (inside <= 0) continue;
                ++whole;
                if (x < 0 || y < 0 || x >= m_width || y >= m_height) continue;
                shown.add(x, y);
                const double hollow = std::exp(-std::pow(away / (kPallorShare * radius), 2) * 1.4), thick = inside * (1 - 0.72 * hollow);
                for (std::size_t c = 0; c < 3; ++c) at(x, y)[c] *= std::exp(-density[c] * thick);
            }
        return kLeastShown * shown.pixels >= whole ? std::optional(shown) : std::nullopt;
    }

    /// What is not black of a segmented cell.
    Extent whiteCell(const image::Image& cell, int centreX, int centreY) {
        Extent shown;
        for (int row = 0; row < cell.height; ++row)
            for (int column = 0; column < cell.width; ++column) {
                const int x = centreX - cell.width / 2 + column, y = centreY - cell.height / 2 + row;
                const auto from = cell.offset(column, row);
                if (x < 0 || y < 0 || x >= m_width || y >= m_height || cell.rgb[from] + cell.rgb[from + 1] + cell.rgb[from + 2] < 60) continue;
                shown.add(x, y);
                for (std::size_t c = 0; c < 3; ++c) at(x, y)[c] = cell.rgb[from + c];
            }
        return shown;
    }

    image::Image develop(Random& random) const {
        image::Image picture{m_width, m_height, {}};
        picture.rgb.reserve(m_light.size() * 3);
        for (const Channels& light : m_light) {
            const double grain = 5 * (random.uniform() + random.uniform() - 1);
            for (const double channel : light) picture.rgb.push_back(static_cast<std::uint8_t>(std::clamp(channel + grain, 0.0, 255.0)));
        }
        return picture;
    }

private:
    int m_width, m_height;
    std::vector<Channels> m_light;
};

}  // namespace

DemoField drawDemoField(const DemoFieldSettings& settings) {
    Random random(settings.seed * 1'000 + static_cast<std::uint64_t>(settings.subject) + static_cast<std::uint64_t>(settings.field) * 1'000'003);
    const DemoSettings cells{.sizePx = kCellPicturePx, .seed = settings.seed};
    const Stain stain = drawTraits(cells, settings.subject, true, 0).stain;
    DemoField field;
    std::vector<Circle> taken;
    for (int i = 0; i < kTries && static_cast<int>(field.whiteCells.size()) < settings.whiteCells; ++i) {
        const Circle place{random.uniform(kRoomPx, settings.width - kRoomPx), random.uniform(kRoomPx, settings.height - kRoomPx), kRoomPx};
        if (!isFree(taken, place, 20)) continue;
        taken.push_back(place);
        field.whiteCells.push_back({static_cast<int>(place.x), static_cast<int>(place.y), field.whiteCells.size() % 4 != 3});
    }
    Canvas canvas(settings, stain);
    for (int i = 0; i < kTries; ++i) {
        const Circle place{random.uniform(0, settings.width), random.uniform(0, settings.height), kRedRadiusPx * random.uniform(0.93, 1.07)};
        if (!isFree(taken, place, 3)) continue;
        taken.push_back(place);
        const double turn = random.uniform(0, 6.3), lopsided = random.uniform(0, 0.05);
        if (const auto shown = canvas.redCell(place, stain.redCell, lopsided, turn)) field.boxes.push_back(shown->named(kDemoRedCell));
    }
    for (std::size_t i = 0; i < field.whiteCells.size(); ++i) {
        const auto& cell = field.whiteCells[i];
        const auto drawn = drawDemoCell(cells, settings.subject, cell.blast, settings.field * kMostWhiteCells + static_cast<int>(i));
        field.boxes.push_back(canvas.whiteCell(drawn, cell.x, cell.y).named(demoClass(cell.blast)));
    }
    field.picture = canvas.develop(random);
    return field;
}

Result<void> writeDemoFields(const std::filesystem::path& folder, int fields, ProgressSink& progress, const CancelToken& cancel) {
    if (const auto made = createFolder(folder); !made) return made;
    for (int i = 0; i < fields; ++i) {
        if (cancel.cancelled()) return fail(ErrorCode::Cancelled, "stopped");
        progress.report({"Drawing fields", i, fields});
        DemoFieldSettings settings;
        settings.seed += static_cast<std::uint64_t>(i);
        const auto file = demoFile(drawDemoField(settings).picture);
        if (!file) return fail(file.error());
        if (const auto written = writeFileAtomically(folder / ("demonstration-field-" + std::to_string(i + 1) + ".png"), *file); !written) return written;
    }
    return {};
}

}  // namespace leukolens::dataset
