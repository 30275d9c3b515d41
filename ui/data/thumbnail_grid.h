// A few cells of each class to look at.
#pragma once

#include <QWidget>

#include "ui/data/dataset_job.h"

class QVBoxLayout;

namespace leukolens::ui {

class ThumbnailGrid : public QWidget {
    Q_OBJECT
public:
    static constexpr int kSidePx = 192;  ///< pictures are made this large, for sharp display at 200 %

    explicit ThumbnailGrid(QWidget* parent = nullptr);
    void showThumbnails(const dataset::Dataset& dataset, const std::vector<std::vector<Thumbnail>>& classes);
    void clear();

private:
    QVBoxLayout* m_column = nullptr;
};

}  // namespace leukolens::ui
