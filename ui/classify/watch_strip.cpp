#include "ui/classify/watch_strip.h"

#include <QDir>
#include <QPushButton>

#include "ui/classify/folder_watch.h"
#include "ui/shell/help_request.h"
#include "ui/shell/labels.h"
#include "ui/shell/theme.h"

namespace leukolens::ui {

WatchStrip::WatchStrip(FolderWatch& watch, QWidget* parent) : NoticeStrip("watchStrip", parent), m_watch(watch) {
    help::setPlace(this, "classify#let-a-folder-be-watched");
    setIcon("folder-open", Theme::accent());
    m_text = addLine("watchText");
    QPushButton* stop = addButton("stopWatching", tr("Stop watching"), tr("Pictures that wait, and those saved into this folder from now on, are not classified by themselves"));
    connect(stop, &QPushButton::clicked, &m_watch, &FolderWatch::stop);
    connect(&m_watch, &FolderWatch::changed, this, &WatchStrip::refresh);
    refresh();
}

void WatchStrip::refresh() {
    setVisible(!m_watch.folder().isEmpty());
    const QString folder = QDir::toNativeSeparators(m_watch.folder());
    setMessage(m_watch.readable() && m_watch.waiting() == 0 ? "notice" : "warning");
    if (m_watch.waiting() > 0)
        //: %1 is a folder's name, %3 a sentence that says until when they wait
        m_text->setFullText(tr("Pictures from %1 that wait: %2. %3").arg(QDir(m_watch.folder()).dirName(), locale().toString(m_watch.waiting()), m_watch.heldUntil()));
    else if (!m_watch.readable())
        m_text->setFullText(tr("%1 cannot be read at present. Watching goes on as soon as it can.").arg(folder));
    else if (m_watch.taken() == 0)
        m_text->setFullText(tr("Pictures that are saved into %1 from now on are classified.").arg(folder));
    else
        m_text->setFullText(tr("Watching %1. Pictures taken so far: %2").arg(folder, locale().toString(m_watch.taken())));
}

}  // namespace leukolens::ui
