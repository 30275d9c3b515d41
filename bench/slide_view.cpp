// How a slide is shown: time to the first whole view, then frames while it is zoomed and moved by a script.
//   bench_slide_view SLIDE [SECONDS 60] [MARKS 5000]            (QT_QPA_PLATFORM=offscreen without a display)
// A gap is the time between the ends of two frames of a timer of 16 ms. Every third frame the tiles in view are also drawn bare, at the same places and scale, to tell what all the rest costs.
#include <QApplication>
#include <QEventLoop>
#include <QPainter>
#include <QTimer>

#include <time.h>

#include <cmath>
#include <cstdio>
#include <random>

#include "bench/frame_clock.h"
#include "core/base/cancel_token.h"
#include "core/base/progress.h"
#include "core/slide/slide.h"
#include "ui/shell/theme.h"
#include "ui/slides/slide_view.h"
#include "ui/slides/tile_painter.h"

using namespace leukolens;
using namespace leukolens::bench;

namespace {

constexpr int kFrameMs = 16;
constexpr double kRoundMs = 8000;  ///< zoom in, move, zoom out

double msOf(const QElapsedTimer& clock) { return static_cast<double>(clock.nsecsElapsed()) / 1e6; }

/// Of this thread: what other programs take away is not in it.
double processorMs() {
    timespec now{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

double medianOf(std::vector<double> values) {
    if (values.empty()) return 0;
    std::ranges::nth_element(values, values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2));
    return values[values.size() / 2];
}

/// Sleeps between events, unlike bench::wait: the threads that read need the cores.
void runFor(int ms) {
    QEventLoop loop;
    QTimer::singleShot(ms, Qt::PreciseTimer, &loop, &QEventLoop::quit);
    loop.exec();
}

struct Place {
    QPointF centre;
    double zoom;
};

/// Two seconds from the whole slide to 100 % somewhere, four of moving at about 1,000 px a second in curves, two back.
Place scripted(double ms, const QSizeF& slide, double fittingZoom) {
    const double into = std::fmod(ms, kRoundMs) / kRoundMs;
    std::mt19937 random(static_cast<unsigned>(ms / kRoundMs) + 7);
    const auto somewhere = [&](double length) { return length * (0.2 + 0.6 * static_cast<double>(random() % 1000) / 1000); };
    const double x = somewhere(slide.width()), y = somewhere(slide.height());
    const QPointF goal(x, y), middle(slide.width() / 2, slide.height() / 2);
    const double depth = into < 0.25 ? into / 0.25 : into > 0.75 ? (1 - into) / 0.25 : 1;
    const double zoom = std::pow(fittingZoom, 1 - depth);
    const double travelled = std::clamp((into - 0.25) / 0.5, 0.0, 1.0) * 4000;
    const QPointF curve(travelled, 800 * std::sin(travelled / 700));
    // The goal comes to the middle as the pointer of a person who zooms would bring it there.
    const double share = (1 - fittingZoom / zoom) / (1 - fittingZoom);
    return {middle + (goal - middle) * share + curve * share, zoom};
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 2) {
        std::fprintf(stderr, "bench_slide_view SLIDE [SECONDS 60] [MARKS 5000]\n");
        return 2;
    }
    QApplication application(argc, argv);
    ui::Theme::apply(application, "light");
    const int seconds = argc > 2 ? std::atoi(argv[2]) : 60, markCount = argc > 3 ? std::atoi(argv[3]) : 5000;

    QElapsedTimer clock;
    clock.start();
    NoProgress progress;
    const auto slide = slide::open(argv[1], {}, progress, CancelToken());
    if (!slide) {
        std::fprintf(stderr, "%s\n", slide.error().message().c_str());
        return 1;
    }
    const double openedMs = msOf(clock);

    ui::TileLoader tiles;
    ui::SlideView view(tiles);
    view.resize(1440, 900);
    view.show();
    runFor(200);
    QEventLoop first;
    QObject::connect(&view, &ui::SlideView::completed, &first, &QEventLoop::quit);
    QTimer::singleShot(60'000, &first, [&] { first.exit(1); });
    clock.restart();
    view.setSlide(*slide);
    if (first.exec() != 0) {
        std::fprintf(stderr, "the first view was not complete after a minute\n");
        return 1;
    }
    std::printf("opening the file %.0f ms, first whole view %.0f ms\n", openedMs, msOf(clock));

    const QSizeF size(static_cast<double>((*slide)->facts().levels.front().width), static_cast<double>((*slide)->facts().levels.front().height));
    std::mt19937 random(3);
    std::vector<ui::SlideMark> marks;
    for (int i = 0; i < markCount; ++i) {
        const double x = size.width() * (random() % 10'000) / 10'000.0, y = size.height() * (random() % 10'000) / 10'000.0;
        marks.push_back({i, QRectF(x, y, 90, 90), ui::Theme::series(i % 6), "lymphoblast 0.97", i % 10 == 0});
    }
    view.setMarks(std::move(marks));
    view.setAnimated(false);
    const ui::TileLoader::Shown shown = tiles.show(*slide);
    const double fittingZoom = view.zoom();

    QImage bare(view.size() * view.devicePixelRatioF(), QImage::Format_RGB32);
    std::vector<double> gaps, paints, processor, bares, theirs;
    std::size_t incomplete = 0;
    const auto drawBare = [&] {
        const ui::ViewTransform transform = view.transform().onDevicePixels(view.devicePixelRatioF());
        const auto keys = ui::tilesInView(shown, transform, view.devicePixelRatioF(), tiles.cache().limit() / 2);
        std::vector<std::pair<QRectF, QPixmap>> held;
        for (const ui::TileKey& key : keys)
            if (const QPixmap* tile = tiles.find(key)) held.emplace_back(shown.pyramid->bounds(key), *tile);
        if (held.size() != keys.size()) return 0.0;
        const double before = processorMs();
        QPainter painter(&bare);
        painter.setRenderHint(QPainter::SmoothPixmapTransform);
        painter.setTransform(transform.matrix());
        for (const auto& [where, tile] : held) painter.drawPixmap(where, tile, QRectF(tile.rect()));
        painter.end();
        return processorMs() - before;
    };

    QElapsedTimer script, sinceFrame;
    QTimer timer;
    timer.setTimerType(Qt::PreciseTimer);
    int frame = 0;
    QObject::connect(&timer, &QTimer::timeout, &view, [&] {
        const Place place = scripted(msOf(script), size, fittingZoom);
        view.centerOn(place.centre, place.zoom);
        QElapsedTimer painting;
        painting.start();
        const double before = processorMs();
        view.repaint();
        const double painted = processorMs() - before;
        paints.push_back(msOf(painting));
        processor.push_back(painted);
        gaps.push_back(msOf(sinceFrame));
        sinceFrame.restart();
        incomplete += !view.complete();
        if (++frame % 3 != 0) return;
        if (const double ms = drawBare(); ms > 0) {
            bares.push_back(ms);
            theirs.push_back(painted);
        }
    });
    script.start();
    sinceFrame.start();
    timer.start(kFrameMs);
    runFor(seconds * 1000);
    timer.stop();

    print("between frames", gaps);
    print("painting a frame", paints);
    print("processor time of it", processor);
    std::printf("with a stand-in somewhere: %.1f %% of frames\n", 100.0 * static_cast<double>(incomplete) / static_cast<double>(std::max<std::size_t>(1, paints.size())));
    std::printf("complete frames: median %.2f ms of the processor; their tiles bare: median %.2f ms; ratio %.2f\n", medianOf(theirs), medianOf(bares), medianOf(theirs) / std::max(1e-9, medianOf(bares)));
    std::printf("tiles held: at most %.1f of %.1f MiB%s\n", static_cast<double>(tiles.cache().peakBytes()) / (1 << 20), static_cast<double>(tiles.cache().limit()) / (1 << 20),
                tiles.cache().peakBytes() > tiles.cache().limit() ? ", OVER THE LIMIT" : "");
    return tiles.cache().peakBytes() > tiles.cache().limit() ? 1 : 0;
}
