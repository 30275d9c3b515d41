#include "ui/classify/training_pictures.h"

#include <QMetaObject>

#include <algorithm>
#include <new>
#include <optional>

#include "core/dataset/known_pictures.h"
#include "core/experiment/load_pixels.h"
#include "core/image/decode.h"

namespace leukolens::ui {

namespace {

TrainingPicture shownOf(const dataset::KnownPictures::Found& file, const image::DecodeLimits& limits) {
    const auto decoded = image::decodeBytes(file.bytes, file.path, limits);
    if (!decoded) return {};
    const QImage borrowed(decoded->rgb.data(), decoded->width, decoded->height, qsizetype{3} * decoded->width, QImage::Format_RGB888);
    const bool large = std::max(decoded->width, decoded->height) > TrainingPictures::kMostPx;
    QImage picture = large ? borrowed.scaled(TrainingPictures::kMostPx, TrainingPictures::kMostPx, Qt::KeepAspectRatio, Qt::SmoothTransformation) : borrowed.copy();
    return {QString::fromStdString(file.path.string()), std::move(picture)};
}

}  // namespace

/// Used on the thread alone.
struct TrainingPictures::Shelf {
    std::shared_ptr<const inference::ReferenceCells> references;
    std::optional<dataset::KnownPictures> known;

    TrainingPicture find(const std::string& sha256) {
        try {
            const image::DecodeLimits limits;
            const auto file = known->find(sha256, limits.maxFileBytes);
            return file ? shownOf(*file, limits) : TrainingPicture{};
        } catch (const std::bad_alloc&) {
            return {};  // counted by its label, as one that is not here
        }
    }
};

TrainingPictures::TrainingPictures(QObject* parent) : QObject(parent), m_shelf(std::make_shared<Shelf>()) {
    m_thread.setMaxThreadCount(1);
    m_thread.setThreadPriority(QThread::LowPriority);
}

TrainingPictures::~TrainingPictures() {
    m_thread.clear();
    m_thread.waitForDone();
}

void TrainingPictures::forget() {
    m_thread.clear();
    ++m_number;
}

void TrainingPictures::find(std::shared_ptr<const inference::ReferenceCells> references, std::vector<std::string> sha256s) {
    forget();
    m_thread.start([this, shelf = m_shelf, references = std::move(references), sha256s = std::move(sha256s), number = m_number] {
        if (shelf->references != references) {
            shelf->known.emplace(experiment::readOptions().cacheFolder, references->sha256s);
            shelf->references = references;
        }
        std::vector<TrainingPicture> pictures;
        for (const auto& sha256 : sha256s) pictures.push_back(shelf->find(sha256));
        const auto deliver = [this, number, pictures = std::move(pictures)] {
            if (number == m_number) Q_EMIT found(pictures);
        };
        QMetaObject::invokeMethod(this, deliver, Qt::QueuedConnection);
    });
}

}  // namespace leukolens::ui
