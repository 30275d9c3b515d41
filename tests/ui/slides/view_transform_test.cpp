#include "ui/slides/view_transform.h"

#include <gtest/gtest.h>

#include "ui/slides/view_motion.h"

namespace leukolens::ui {
namespace {

void expectNear(const QPointF& one, const QPointF& other, double tolerance = 1e-6) {
    EXPECT_NEAR(one.x(), other.x(), tolerance);
    EXPECT_NEAR(one.y(), other.y(), tolerance);
}

const ViewTransform kView{{800, 600}, {30'000, 20'000}, 0.4, 0};

TEST(ViewTransformTest, MapsThereAndBackAtAnyTurn) {
    for (const double degrees : {0.0, 33.0, 90.0, -90.0, 180.0, 271.5}) {
        ViewTransform view = kView;
        view.degrees = degrees;
        for (const QPointF point : {QPointF(0, 0), QPointF(800, 600), QPointF(13, 571)}) expectNear(view.fromSlide(view.toSlide(point)), point);
        expectNear(view.toSlide({400, 300}), view.centre);
    }
}

TEST(ViewTransformTest, TurnsClockwise) {
    ViewTransform view = kView;
    view.degrees = 90;
    // What lay to the right of the middle lies below it.
    expectNear(view.fromSlide(view.centre + QPointF(100, 0)), {400, 340});
}

TEST(ViewTransformTest, ZoomingAndTurningKeepThePointUnderThePointer) {
    for (const double degrees : {0.0, 25.0, 90.0}) {
        ViewTransform view = kView;
        view.degrees = degrees;
        const QPointF pointer(700, 50);
        expectNear(view.scaledAt(pointer, 2.5).toSlide(pointer), view.toSlide(pointer));
        expectNear(view.turnedAt(pointer, degrees + 70).toSlide(pointer), view.toSlide(pointer));
    }
}

TEST(ViewTransformTest, PullingMovesWhatIsUnderThePointerAlong) {
    ViewTransform view = kView;
    view.degrees = 40;
    expectNear(view.movedBy({30, -12}).fromSlide(view.toSlide({100, 100})), {130, 88});
}

TEST(ViewTransformTest, SeesAllCornersWhenTurned) {
    ViewTransform view = kView;
    view.degrees = 45;
    const QRectF seen = view.visible();
    for (const QPointF corner : {QPointF(0, 0), QPointF(800, 0), QPointF(0, 600), QPointF(800, 600)})
        EXPECT_TRUE(seen.adjusted(-1e-6, -1e-6, 1e-6, 1e-6).contains(view.toSlide(corner)));
    EXPECT_NEAR(seen.width(), (800 + 600) * std::sqrt(0.5) / 0.4, 1e-6);
}

TEST(ViewTransformTest, FitsATurnedSlideWhole) {
    ViewTransform view = kView;
    EXPECT_DOUBLE_EQ(view.fittingScale({8000, 2000}), 0.1);
    view.degrees = 90;
    EXPECT_DOUBLE_EQ(view.fittingScale({8000, 2000}), 600.0 / 8000);
}

TEST(ViewTransformTest, FittedItIsInTheMiddleAndZoomedItsCornerMayBe) {
    ViewTransform view = kView;
    const QSizeF slide(8000, 6000);
    view.scale = 0.1;
    view.centre = {0, 0};
    expectNear(view.heldInside(slide, 0.1).centre, {4000, 3000});
    view.scale = 0.2;
    expectNear(view.heldInside(slide, 0.1).centre, {0, 0});
    view.centre = {-50, 7000};
    expectNear(view.heldInside(slide, 0.1).centre, {0, 6000});
}

TEST(ViewTransformTest, HoldingNeverMovesThePointUnderThePointerWhileZoomingIn) {
    const QSizeF slide(8000, 3000);
    ViewTransform view{{800, 600}, {4000, 1500}, 0.1, 0};
    const QPointF pointer = view.fromSlide({7990, 2990});
    const QPointF point = view.toSlide(pointer);
    for (double scale = 0.1; scale < 4; scale *= 1.3) {
        view = view.scaledAt(pointer, scale).heldInside(slide, 0.1);
        expectNear(view.toSlide(pointer), point);
    }
}

TEST(ViewTransformTest, PixelsFallOnThoseOfTheScreen) {
    ViewTransform view = kView;
    view.scale = 0.5;
    view.centre = {1000.3, 700.7};
    const ViewTransform snapped = view.onDevicePixels(2);
    const QPointF origin = snapped.fromSlide({0, 0}) * 2;
    expectNear(origin, {std::round(origin.x()), std::round(origin.y())});
    expectNear(snapped.centre, view.centre, 0.51);
    view.degrees = 30;
    EXPECT_EQ(view.onDevicePixels(2), view);
}

TEST(ViewMotionTest, EndsWhereItSaidItWouldWhateverTheFrames) {
    for (const double frameMs : {4.0, 16.0, 50.0}) {
        ViewMotion motion;
        motion.zoomTo({700, 100}, 1.6);
        motion.turnBy(90);
        ViewTransform view = kView;
        int frames = 0;
        for (; motion.moving(); ++frames) {
            ASSERT_LT(frames, 1000);
            view = motion.step(view, frameMs);
        }
        EXPECT_DOUBLE_EQ(view.scale, 1.6);
        EXPECT_EQ(view.degrees, 90);
        EXPECT_LT(frames * frameMs, 1000);
    }
}

TEST(ViewMotionTest, ZoomKeepsThePointInEveryFrame) {
    ViewMotion motion;
    motion.zoomTo({700, 100}, 1.6);
    const QPointF kept = kView.toSlide({700, 100});
    double last = kView.scale;
    for (ViewTransform view = kView; motion.moving();) {
        view = motion.step(view, 16);
        expectNear(view.toSlide({700, 100}), kept, 1e-4);
        EXPECT_GE(view.scale, last);
        last = view.scale;
    }
}

TEST(ViewMotionTest, FourQuarterTurnsAreNone) {
    ViewTransform view = kView;
    for (int i = 0; i < 4; ++i) {
        ViewMotion motion;
        motion.turnBy(90);
        while (motion.moving()) view = motion.step(view, 16);
    }
    EXPECT_EQ(view.degrees, 0);
}

TEST(ViewMotionTest, ASwingEndsWhereItLeads) {
    ViewMotion motion;
    motion.swing({1.5, -0.5});
    const ViewTransform end = motion.end(kView);
    ViewTransform view = kView;
    for (int frames = 0; motion.moving(); ++frames) {
        ASSERT_LT(frames, 1000);
        view = motion.step(view, 16);
    }
    // What is left when it is too slow to be seen is let go.
    expectNear(view.fromSlide(end.centre), {400, 300}, 8);
    EXPECT_GT(QPointF(view.fromSlide(kView.centre) - QPointF(400, 300)).x(), 300);
}

TEST(DragSpeedTest, TellsTheSpeedOfTheLastMoment) {
    DragSpeed speed;
    speed.start({0, 0}, 0);
    for (int ms = 10; ms <= 300; ms += 10) speed.add({ms * 0.1, 0}, ms);
    for (int ms = 310; ms <= 400; ms += 10) speed.add({30 + (ms - 300) * 2.0, 0}, ms);
    EXPECT_NEAR(speed.pxPerMs(400).x(), 2.0, 1e-9);
    EXPECT_TRUE(speed.pxPerMs(480).isNull());  // it rested before it let go
}

}  // namespace
}  // namespace leukolens::ui
