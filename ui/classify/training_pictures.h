// Pictures of training cells, where the training data were read on this computer and still are as they were.
#pragma once

#include <QImage>
#include <QObject>
#include <QThreadPool>

#include <memory>
#include <string>
#include <vector>

#include "core/inference/reference_cells.h"

namespace leukolens::ui {

struct TrainingPicture {
    QString path;
    QImage picture;  ///< of the bytes whose checksum the model lists, its longer side at most TrainingPictures::kMostPx; null: not on this computer
};

/// GUI thread only; looking, reading and comparing happen on a thread of its own.
class TrainingPictures : public QObject {
    Q_OBJECT
public:
    explicit TrainingPictures(QObject* parent = nullptr);
    ~TrainingPictures() override;  ///< drops what waits, joins

    static constexpr int kMostPx = 1024;

    /// found() follows with one picture a checksum, in their order; an earlier wish is dropped. references: the list that the checksums are of.
    void find(std::shared_ptr<const inference::ReferenceCells> references, std::vector<std::string> sha256s);
    void forget();  ///< found() does not follow

Q_SIGNALS:
    void found(const std::vector<leukolens::ui::TrainingPicture>& pictures);

private:
    struct Shelf;
    std::shared_ptr<Shelf> m_shelf;
    QThreadPool m_thread;
    int m_number = 0;  ///< of the newest wish
};

}  // namespace leukolens::ui
