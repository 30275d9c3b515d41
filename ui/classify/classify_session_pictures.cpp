// ClassifySession: what the store keeps beside the cells, so that a case can be looked at where files and models are gone.
#include <QDebug>

#include <nlohmann/json.hpp>

#include "core/casebook/thumbnails.h"
#include "core/image/decode.h"
#include "ui/classify/classify_session.h"

namespace leukolens::ui {
namespace {

/// At a time: saving waits for no more of them.
constexpr std::size_t kMadeAtOnce = 16;

QImage asImage(const Bytes& jpeg) {
    image::DecodeLimits limits;
    limits.minSidePx = 1;
    const auto picture = image::decodeBytes(jpeg, {}, limits);
    if (!picture) return {};
    return QImage(picture->rgb.data(), picture->width, picture->height, qsizetype{3} * picture->width, QImage::Format_RGB888).copy();
}

/// Makes some of those that are missing; whether there may be more.
Result<bool> makeSome(casebook::CaseStore& store, casebook::CaseId id, std::set<std::string>& impossible) {
    casebook::Thumbnails thumbnails(store);
    const auto missing = thumbnails.missing(id);
    if (!missing) return fail(missing.error());
    std::vector<std::pair<std::string, Bytes>> made;
    for (const auto& [sha256, path] : *missing) {
        if (impossible.contains(sha256)) continue;
        auto small = casebook::makeThumbnail(path, sha256);
        if (small) made.emplace_back(sha256, std::move(*small));
        else impossible.insert(sha256);  // the card says itself that the picture cannot be read
        if (made.size() == kMadeAtOnce) break;
    }
    if (made.empty()) return false;
    if (auto kept = thumbnails.keep(made); !kept) return fail(kept.error());
    return made.size() == kMadeAtOnce;
}

}  // namespace

void ClassifySession::makeThumbnails() {
    if (m_makingThumbnails) return;
    m_makingThumbnails = true;
    m_writer->read<bool>(
        tr("Making small pictures"),
        [target = m_case, impossible = m_noThumbnails](casebook::CaseStore& store) -> Result<bool> {
            if (target->id == 0) return false;
            return makeSome(store, target->id, *impossible);
        },
        this,
        [this](Result<bool> more) {
            m_makingThumbnails = false;
            // The case is whole without them, and they are made at the next occasion.
            if (!more && more.error().code != ErrorCode::NotAllowed && more.error().code != ErrorCode::Cancelled)
                qWarning() << "small pictures:" << QString::fromStdString(more.error().message());
            if (more && *more) makeThumbnails();
        });
}

void ClassifySession::readThumbnails(const QStringList& paths, QObject* receiver, std::function<void(Result<std::vector<std::pair<QString, QImage>>>)> done) {
    std::vector<std::pair<QString, std::string>> wanted;
    for (const ShownCell& shown : m_cells.cells())
        if (const QString path = QString::fromStdString(shown.cell.path); paths.contains(path)) wanted.emplace_back(path, shown.cell.sha256);
    if (wanted.empty()) return;  // of pictures that wait for their answer
    m_writer->read<std::vector<std::pair<QString, QImage>>>(
        tr("Reading small pictures"),
        [wanted = std::move(wanted)](casebook::CaseStore& store) -> Result<std::vector<std::pair<QString, QImage>>> {
            casebook::Thumbnails thumbnails(store);
            std::vector<std::pair<QString, QImage>> found;
            for (const auto& [path, sha256] : wanted) {
                const auto jpeg = thumbnails.find(sha256);
                if (!jpeg) return fail(jpeg.error());
                if (QImage picture = asImage(*jpeg); !picture.isNull()) found.emplace_back(path, std::move(picture));
            }
            return found;
        },
        receiver, std::move(done));
}

void ClassifySession::keepCard(const std::string& modelSha256) {
    const QString name = QString::fromStdString(modelSha256);
    if (!m_model || m_model->sha256 != modelSha256 || m_keptCards.contains(name)) return;
    m_keptCards.insert(name);
    m_writer->change([modelSha256, card = inference::toJson(m_model->card).dump()](casebook::CaseStore& store) { return store.keepModelCard(modelSha256, card); });
}

}  // namespace leukolens::ui
