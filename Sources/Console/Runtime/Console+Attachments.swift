import Files
import Foundation

extension Console {
    /// Takes a file's hash beside the event loop: a film takes minutes.
    func digest(_ path: String, _ order: AttachmentOrder) {
        let path = (path as NSString).expandingTildeInPath
        DispatchQueue.global(qos: .utility).async {
            let result = Result { () throws(FileDigestFault) in try FileDigest.read(path: path) }
            DispatchQueue.main.async {
                MainActor.assumeIsolated { self.show(.digested(result, order)) }
            }
        }
    }
}
