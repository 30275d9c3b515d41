// Slides for the tests of their viewer.
#pragma once

#include <QColor>
#include <QImage>

#include <condition_variable>
#include <functional>
#include <mutex>
#include <vector>

#include "core/slide/memory_slide.h"
#include "ui/slides/slide_view.h"

namespace leukolens::test {

/// Tiles of 256 px, levels halved down to 512 px.
std::shared_ptr<slide::MemorySlide> plainSlide(int width, int height, const QColor& colour);

/// Red tells the column and green the row: 255 / side of it a px.
std::shared_ptr<slide::MemorySlide> rampSlide(int side);

/// A slide whose reading waits for the test, and that remembers what was read.
class GatedSlide final : public slide::Slide {
public:
    explicit GatedSlide(std::shared_ptr<const slide::Slide> behind) : m_behind(std::move(behind)) {}

    const slide::Facts& facts() const override { return m_behind->facts(); }
    Result<slide::Pixels> read(const slide::Region& region) const override;
    Result<image::Image> associated(const std::string& name) const override { return m_behind->associated(name); }

    void close();  ///< from now on every read waits
    void letThrough(int reads);  ///< so many of them, those to come included
    void open();
    /// Whether a region fails. Set before anything is read.
    std::function<bool(const slide::Region&)> isBroken = [](const slide::Region&) { return false; };

    int waiting() const;
    std::vector<slide::Region> begun() const;  ///< in the order of their beginning

private:
    std::shared_ptr<const slide::Slide> m_behind;
    mutable std::mutex m_mutex;
    mutable std::condition_variable m_changed;
    mutable std::vector<slide::Region> m_begun;
    mutable int m_waiting = 0, m_allowed = 0;
    bool m_closed = false;
};

/// Of what is shown, without the children over it; logical px.
QColor colourAt(ui::SlideView& view, const QPointF& position);

}  // namespace leukolens::test
