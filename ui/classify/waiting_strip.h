// One row of cards below the bins: the pictures that wait for their answer. Gone where none waits.
#pragma once

#include <QFrame>

class QLabel;
class QListView;

namespace leukolens::ui {

class ThumbnailLoader;
class WaitingPictures;

/// GUI thread only; both outlive the strip.
class WaitingStrip : public QFrame {
    Q_OBJECT
public:
    WaitingStrip(WaitingPictures& pictures, ThumbnailLoader& thumbnails, QWidget* parent = nullptr);

private:
    void refresh();
    void stayInPlace(int first, int last);

    WaitingPictures& m_pictures;
    QLabel* m_count = nullptr;
    QListView* m_list = nullptr;
};

}  // namespace leukolens::ui
