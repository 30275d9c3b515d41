// Says which folder is watched and what came from it, with a way to end it.
#pragma once

#include "ui/classify/notice_strip.h"

namespace leukolens::ui {

class ElidedLabel;
class FolderWatch;

/// GUI thread only. Shown while a folder is watched; the watch outlives the strip.
class WatchStrip : public NoticeStrip {
    Q_OBJECT
public:
    explicit WatchStrip(FolderWatch& watch, QWidget* parent = nullptr);

private:
    void refresh();

    FolderWatch& m_watch;
    ElidedLabel* m_text = nullptr;
};

}  // namespace leukolens::ui
