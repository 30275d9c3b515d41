// How much there is after windows were closed.
#pragma once

#include <malloc.h>

#include <QApplication>
#include <QPixmapCache>
#include <QWidget>

namespace leukolens::test {

struct WhatIsLeft {
    qsizetype widgets = 0;  ///< of the whole program
    qsizetype objects = 0;  ///< below the window and the application
    long long heapBytes = 0;

    static WhatIsLeft now(const QWidget& window) {
        QPixmapCache::clear();  // of drawn icons: it has a limit of its own
        return {QApplication::allWidgets().size(), window.findChildren<QObject*>().size() + qApp->findChildren<QObject*>().size(), static_cast<long long>(mallinfo2().uordblks)};
    }
};

/// What caches of fonts and pictures may still take; forty dialogs that were not freed take many times as much.
inline constexpr long long kHeapSlackBytes = 256 * 1024;

}  // namespace leukolens::test
