// What the store keeps of pictures and models, so that a case can be looked at where they are gone.
#include <QImage>
#include <QLabel>

#include <nlohmann/json.hpp>

#include "core/casebook/thumbnails.h"
#include "core/image/decode.h"
#include "tests/ui/classify/classify_fixture.h"
#include "ui/classify/inspector.h"
#include "ui/widgets/file_image_view.h"
#include "ui/widgets/thumbnail_loader.h"

namespace leukolens::test {
namespace {

class StoredPictures : public ClassifyTest {
protected:
    std::size_t missing() {
        const auto store = openStore();
        return casebook::Thumbnails(*store).missing(store->listCases()->front().id)->size();
    }
};

TEST_F(StoredPictures, AreMadeOfWhatIsClassified) {
    chooseTinyModel();
    dropAndWait(20);  // more than are made at once
    ASSERT_TRUE(waitFor([this] { return !m_context->fileWorker.busy() && missing() == 0; }));
    const auto cells = cellsInFile();
    const auto store = openStore();
    const auto picture = image::decodeBytes(casebook::Thumbnails(*store).find(cells.front().sha256).value(), {});
    ASSERT_TRUE(picture);
    EXPECT_EQ(picture->width, casebook::kThumbnailSidePx);
    const auto card = nlohmann::json::parse(store->modelCard(cells.front().modelSha256).value());
    EXPECT_EQ(card, inference::toJson(m_window->session().model()->card));
}

TEST_F(StoredPictures, StandInWhereTheFilesAreGone) {
    chooseTinyModel();
    dropAndWait(2);
    ASSERT_TRUE(waitFor([this] { return !m_context->fileWorker.busy() && missing() == 0; }));
    const auto cells = cellsInFile();
    closeWindow();
    std::filesystem::remove(cells[0].path);
    openWindow();
    auto* loader = m_window->findChild<ui::ThumbnailLoader*>();
    ASSERT_TRUE(loader);
    QPixmap pixmap;
    const auto shows = [&](const std::string& path) { return waitFor([&] { return loader->find(QString::fromStdString(path), pixmap) == ui::ThumbnailLoader::State::Ready; }, 5000); };
    EXPECT_TRUE(shows(cells[0].path)) << "out of the store";
    EXPECT_TRUE(shows(cells[1].path));
    EXPECT_FALSE(pixmap.isNull());
    m_window->selectCell(m_window->session().cells().cells().front().key);
    auto& view = m_window->findChild<ui::Inspector*>()->view();
    EXPECT_TRUE(waitFor([&] { return view.hasPicture(); }, 5000));
}

}  // namespace
}  // namespace leukolens::test
