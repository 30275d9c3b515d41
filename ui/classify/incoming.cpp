#include "ui/classify/incoming.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QDateTime>
#include <QMimeData>
#include <QUrl>

#include <array>
#include <utility>

namespace leukolens::ui {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Incoming)
};

/// Ways in which other programs hand over a whole picture file, the lossless ones first.
constexpr std::array<std::pair<const char*, const char*>, 6> kFormats = {
    {{"image/png", "png"}, {"image/tiff", "tiff"}, {"image/bmp", "bmp"}, {"image/x-bmp", "bmp"}, {"image/webp", "webp"}, {"image/jpeg", "jpg"}}};

QStringList localFiles(const QMimeData* data) {
    QStringList files;
    for (const QUrl& url : data->urls())
        if (url.isLocalFile()) files << url.toLocalFile();
    return files;
}

const std::pair<const char*, const char*>* formatOf(const QMimeData* data) {
    for (const auto& format : kFormats)
        if (data->hasFormat(QLatin1String(format.first))) return &format;
    return nullptr;
}

bool isAddress(const QMimeData* data) { return data->hasUrls() || data->text().startsWith(QLatin1String("http"), Qt::CaseInsensitive); }

}  // namespace

bool holdsPictures(const QMimeData* data) { return !localFiles(data).isEmpty() || formatOf(data) || data->hasImage() || isAddress(data); }

Incoming incomingOf(const QMimeData* data) {
    Incoming incoming;
    incoming.files = localFiles(data);
    if (!incoming.files.isEmpty()) return incoming;
    //: file name of a picture that came from the clipboard or a browser; %1 is date and time
    const QString name = Words::tr("Pasted %1").arg(QDateTime::currentDateTime().toString(QStringLiteral("yyyy-MM-dd HH.mm.ss.zzz")));
    if (const auto* format = formatOf(data)) {
        const QByteArray bytes = data->data(QLatin1String(format->first));
        if (!bytes.isEmpty()) incoming.pictures.append({bytes, {}, name + '.' + QLatin1String(format->second)});
    }
    if (incoming.pictures.isEmpty() && data->hasImage()) {
        const QImage image = qvariant_cast<QImage>(data->imageData());
        if (!image.isNull()) incoming.pictures.append({{}, image, name + QLatin1String(".png")});
    }
    incoming.addressOnly = incoming.pictures.isEmpty() && isAddress(data);
    return incoming;
}

QByteArray fileBytesOf(const LoosePicture& picture) {
    if (!picture.bytes.isEmpty()) return picture.bytes;
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    if (!picture.image.save(&buffer, "PNG")) return {};
    return bytes;
}

}  // namespace leukolens::ui
