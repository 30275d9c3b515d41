#include "tests/core/dataset/sample_sketches.h"

#include <cmath>
#include <cstdio>

#include "core/base/random.h"
#include "core/dataset/demo_cells.h"

namespace leukolens::dataset::test {

image::PictureSketch numberedSketch(int number) {
    image::PictureSketch sketch;
    for (int y = 0; y < image::kSketchSide; ++y) {
        for (int x = 0; x < image::kSketchSide; ++x) {
            const int wave = (y * (3 + number) + x * (5 - number) + y * x * (number + 1) / 16) % 64;
            const bool outside = number % 2 != 0 && (y - 16) * (y - 16) + (x - 15) * (x - 15) > 230;
            auto& bin = sketch.bins[static_cast<std::size_t>(y * image::kSketchSide + x)];
            bin = outside ? image::kNoBin : static_cast<std::int8_t>((wave < 32 ? wave : 63 - wave) * 3 - 48);
        }
    }
    sketch.contrast = 2'000;
    sketch.onBlack = number % 2 != 0 ? 1 : 0;
    return sketch;
}

image::Image drawnCell(int number, int sizePx) {
    DemoSettings settings;
    settings.sizePx = sizePx;
    return drawDemoCell(settings, number % 4, number % 2 == 0, number / 4);
}

image::Image cellWithSurroundings(int number, int sizePx) {
    image::Image image = drawnCell(number, sizePx);
    Random random(deriveSeed(11, static_cast<std::uint64_t>(number)));
    struct Disc {
        double x, y, radius;
    };
    std::vector<Disc> discs;
    for (int i = 0; i < 7; ++i) discs.push_back({random.uniform(0, sizePx), random.uniform(0, sizePx), random.uniform(0.08, 0.2) * sizePx});
    for (int y = 0; y < sizePx; ++y) {
        for (int x = 0; x < sizePx; ++x) {
            std::uint8_t* pixel = image.rgb.data() + image.offset(x, y);
            if (pixel[0] + pixel[1] + pixel[2] > 0) continue;
            double absorbed = 0;
            for (const Disc& disc : discs) absorbed += 0.25 / (1.0 + std::exp((std::hypot(x - disc.x, y - disc.y) - disc.radius) / 2.0));
            for (int c = 0; c < 3; ++c) pixel[c] = static_cast<std::uint8_t>(225.0 * std::exp(-absorbed * (c == 0 ? 0.4 : 1.0)));
        }
    }
    return image;
}

std::string contentOf(int number) {
    char text[65];
    std::snprintf(text, sizeof text, "%064x", static_cast<unsigned>(number));
    return text;
}

}  // namespace leukolens::dataset::test
