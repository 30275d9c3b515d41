// What a person drops or pastes: files, or a picture without one. Addresses are never fetched.
#pragma once

#include <QByteArray>
#include <QImage>
#include <QStringList>

class QMimeData;

namespace leukolens::ui {

/// A picture out of a clipboard or a browser.
struct LoosePicture {
    QByteArray bytes;  ///< of a picture file, as it came; empty: `image` it is
    QImage image;
    QString name;      ///< with an ending; not a path
};

struct Incoming {
    QStringList files;  ///< of this computer; where there are some, nothing else is looked at
    QList<LoosePicture> pictures;
    bool addressOnly = false;  ///< nothing but a link to somewhere else
    bool isEmpty() const { return files.isEmpty() && pictures.isEmpty(); }
};

/// Whether something of it could be taken, told without copying pictures.
bool holdsPictures(const QMimeData* data);
/// GUI thread: QMimeData belongs to it.
Incoming incomingOf(const QMimeData* data);

/// The bytes to keep: those that came, or a PNG. Empty where the picture cannot be written. Any thread.
QByteArray fileBytesOf(const LoosePicture& picture);

}  // namespace leukolens::ui
