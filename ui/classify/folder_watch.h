// A folder into which a microscope's camera program saves: pictures that come there are told once they are whole.
#pragma once

#include <QDateTime>
#include <QHash>
#include <QObject>
#include <QStringList>
#include <QThreadPool>
#include <QTimer>

#include <optional>

namespace leukolens::ui {

/// What one look into the folder saw.
struct FolderLook {
    struct Stamp {
        qint64 bytes = 0;
        QDateTime changed;
        friend bool operator==(const Stamp&, const Stamp&) = default;
    };
    bool readable = true;
    QHash<QString, Stamp> pictures;  ///< by path
};

/// Files named like pictures in the folder itself, hidden ones passed over. Any thread.
FolderLook lookInto(const QString& folder);

/// Which pictures are new and whole: seen alike in two looks. No files are touched. Not thread-safe.
class FolderMemory {
public:
    /// Those there at the first look are not taken.
    QStringList take(const FolderLook& look);

private:
    bool m_first = true;
    QHash<QString, FolderLook::Stamp> m_before;
    QHash<QString, FolderLook::Stamp> m_taken;
};

/// GUI thread only; looks on a thread of its own, every two seconds: network drives tell nobody of changes.
class FolderWatch : public QObject {
    Q_OBJECT
public:
    explicit FolderWatch(QObject* parent = nullptr);
    ~FolderWatch() override;

    void start(const QString& folder);
    void stop();
    const QString& folder() const { return m_folder; }  ///< empty: none is watched
    /// Until: why pictures that come are not told but wait, a sentence; empty: none waits any more, those that did are told now.
    void hold(const QString& until);
    const QString& heldUntil() const { return m_heldUntil; }
    int waiting() const { return static_cast<int>(m_waiting.size()); }
    int taken() const { return m_taken; }  ///< told so far
    bool readable() const { return m_readable; }

    static constexpr int kIntervalMs = 2000;

Q_SIGNALS:
    void arrived(const QStringList& files);
    void changed();  ///< folder(), taken(), waiting(), heldUntil() or readable()

private:
    void forget();
    void look();
    void receive(int number, const FolderLook& look);
    void tellWaiting();

    QString m_folder;
    FolderMemory m_memory;
    QString m_heldUntil;
    QStringList m_waiting;
    QTimer m_timer;
    QThreadPool m_thread;
    int m_number = 0;  ///< looks into folders watched before are passed over
    int m_taken = 0;
    bool m_readable = true, m_looking = false;
};

}  // namespace leukolens::ui
