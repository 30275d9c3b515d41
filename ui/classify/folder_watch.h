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
    int taken() const { return m_taken; }
    bool readable() const { return m_readable; }

    static constexpr int kIntervalMs = 2000;

Q_SIGNALS:
    void arrived(const QStringList& files);
    void changed();  ///< folder(), taken() or readable()

private:
    void forget();
    void look();
    void receive(int number, const FolderLook& look);

    QString m_folder;
    FolderMemory m_memory;
    QTimer m_timer;
    QThreadPool m_thread;
    int m_number = 0;  ///< looks into folders watched before are passed over
    int m_taken = 0;
    bool m_readable = true, m_looking = false;
};

}  // namespace leukolens::ui
