#include "tests/ui/slides/slide_fixture.h"

namespace leukolens::test {

std::shared_ptr<slide::MemorySlide> plainSlide(int width, int height, const QColor& colour) {
    image::Image picture{width, height, {}};
    picture.rgb.reserve(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 3);
    for (int i = 0; i < width * height; ++i)
        for (const int part : {colour.red(), colour.green(), colour.blue()}) picture.rgb.push_back(static_cast<std::uint8_t>(part));
    slide::Facts facts;
    facts.file = "plain.svs";
    return std::make_shared<slide::MemorySlide>(picture, facts);
}

std::shared_ptr<slide::MemorySlide> rampSlide(int side) {
    image::Image picture{side, side, {}};
    picture.rgb.reserve(static_cast<std::size_t>(side) * static_cast<std::size_t>(side) * 3);
    for (int y = 0; y < side; ++y)
        for (int x = 0; x < side; ++x)
            for (const int part : {x * 255 / side, y * 255 / side, 0}) picture.rgb.push_back(static_cast<std::uint8_t>(part));
    slide::Facts facts;
    facts.file = "ramp.svs";
    facts.umPerPx = 0.25;
    return std::make_shared<slide::MemorySlide>(picture, facts);
}

Result<slide::Pixels> GatedSlide::read(const slide::Region& region) const {
    {
        std::unique_lock lock(m_mutex);
        m_begun.push_back(region);
        ++m_waiting;
        m_changed.wait(lock, [this] { return !m_closed || m_allowed > 0; });
        --m_waiting;
        if (m_closed) --m_allowed;
    }
    if (isBroken(region)) return fail(ErrorCode::DamagedImage, "a tile is damaged", facts().file, "Copy the file again.");
    return m_behind->read(region);
}

void GatedSlide::close() {
    const std::lock_guard lock(m_mutex);
    m_closed = true;
    m_allowed = 0;
}

void GatedSlide::letThrough(int reads) {
    {
        const std::lock_guard lock(m_mutex);
        m_allowed += reads;
    }
    m_changed.notify_all();
}

void GatedSlide::open() {
    {
        const std::lock_guard lock(m_mutex);
        m_closed = false;
    }
    m_changed.notify_all();
}

int GatedSlide::waiting() const {
    const std::lock_guard lock(m_mutex);
    return m_waiting;
}

std::vector<slide::Region> GatedSlide::begun() const {
    const std::lock_guard lock(m_mutex);
    return m_begun;
}

QColor colourAt(ui::SlideView& view, const QPointF& position) {
    QImage shown(view.size(), QImage::Format_RGB32);
    view.render(&shown, {}, {}, QWidget::DrawWindowBackground);
    return shown.pixelColor(position.toPoint());
}

}  // namespace leukolens::test
